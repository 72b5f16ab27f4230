import type { learn as source } from '../en/learn';
import type { Translation } from '../types';

export const learn: Translation<typeof source> = {
  'learn.open': '解释本页',
  'learn.title': '简单来说',
  'learn.all': '全部主题',
  'learn.some': '只看本页',
  'learn.byHand': '手工怎么做',
  'learn.picture': '示意图：{title}',

  'learn.slot.title': '槽位（slot），以及为什么是 16384 个',
  'learn.slot.text':
    '键属于槽位 CRC16(key) mod 16384，每个主节点负责一部分槽位。节点在每次心跳里用一个比特表示一个槽位：16384 个正好 2 KB，每秒发送也不算多，又足够 1000 个主节点使用。花括号里的部分单独决定槽位，相关的键可以放在一起。',
  'learn.masters.title': '为什么要三个主节点',
  'learn.masters.text':
    '主节点故障时，要有超过半数的主节点同意才能替换它。两个主节点坏一个，只剩一个，不到半数以上；三个坏一个，剩下两个可以达成一致。所以三个是能承受一次故障的最小数目。',
  'learn.quorum.title': '法定人数（quorum）：超过一半',
  'learn.quorum.text':
    '网络分裂时，只有拥有半数以上投票者的一侧继续工作；另一侧在节点超时后停止写入，这样不会两边各写各的。3 个投票者可以失去 1 个，5 个可以失去 2 个，7 个可以失去 3 个。第四个并不增加安全性。Swarm 的管理节点也是这样投票的。',
  'learn.replica.title': '从节点（replica）',
  'learn.replica.text':
    '从节点保存一个主节点的副本，主节点故障时接替它。复制是异步的：崩溃前最后的写入可能丢失。与主节点在同一台机器上时，只能防进程崩溃，不能防机器故障。',
  'learn.busPort.title': '总线端口（bus port）',
  'learn.busPort.text':
    '每个节点监听两个端口：一个给客户端（6381），一个给其他节点，比前者大 10000（16381）。节点在总线上互相告知谁还活着、谁负责哪些槽位。集群一直建不起来，最常见的原因就是总线端口之间不通。',
  'learn.announce.title': '宣告地址（announce）',
  'learn.announce.text':
    '问错节点的客户端会被重定向到正确节点所宣告的地址（MOVED）。如果客户端到不了那个地址，集群看上去正常却不能用。因此容器发布的端口必须就是它宣告的端口。',
  'learn.reshard.title': '迁移槽位',
  'learn.reshard.text':
    '重新分片（reshard）把槽位连同其中的键从一个主节点搬到另一个，期间两边继续服务。已经搬走的键会用 ASK 到新位置去取。新的主节点一开始是空的：有了槽位才分担负载。',
  'learn.failover.title': '故障转移（failover）',
  'learn.failover.text':
    '主节点沉默超过节点超时，且其他主节点一致认定，它的一个从节点就会被提升，客户端随之转向。计划内的故障转移会先让从节点追上，不丢数据。做一次演练就能知道你的集群需要多久。',
  'learn.persistence.title': '重启后还剩什么',
  'learn.persistence.text':
    '追加文件（AOF）记录每一次写入，启动时重放：最多丢失约一秒。快照（RDB）是某一时刻的全部数据：小，适合备份，但之后的写入会丢失。两者都在 /data：放在卷上，就比容器活得久。',

  'learn.stack.title': '项目、服务、容器',
  'learn.stack.text':
    '项目（stack）就是一个 compose 文件所描述的内容。服务（service）是其中一部分：一个镜像、它的设置、要运行几个。容器（container）是其中正在运行的一个。服务之间用名称互相访问。',
  'learn.compose.title': '“up” 做了什么',
  'learn.compose.text':
    'Compose 在容器上记着每个服务配置的指纹。“up” 会比较：相同的保留，不同的重建，缺少的新建。卷会保留，所以新容器能找到旧容器的数据。',
  'learn.depends.title': '谁等谁',
  'learn.depends.text':
    'depends_on 只规定启动顺序：数据库启动了，不等于已经能应答。加上 condition: service_healthy，后面的服务会等到健康检查通过。',
  'learn.container.title': '镜像与容器',
  'learn.container.text':
    '镜像（image）是一组只读的层。容器是运行在这些层上的进程，另有一个薄薄的可写层。这一层随容器一起消失：要保留的数据应放在卷里。',
  'learn.restart.title': '重启策略',
  'learn.restart.text':
    'no：停了就停着。on-failure：退出码不是 0 时再次启动，次数可以限定。always：不论退出码都再次启动，引擎启动时也会。unless-stopped：同上，但你手工停止的不再启动。',
  'learn.exit.title': '退出码',
  'learn.exit.text':
    '0：正常结束。1：程序自己出错。125：docker 拒绝执行。126：命令无法执行。127：找不到命令。大于 128：被编号为“退出码 − 128”的信号结束，130 是 Ctrl+C，137 是 SIGKILL（多为内存不足），143 是 SIGTERM（docker stop）。',
  'learn.names.title': '网络上的名称',
  'learn.names.text':
    '在自己创建的网络上，Docker 负责解析名称：不管地址是什么，容器都能用名称互相访问。默认的 bridge 网络不行。发布的端口是给外部用的；容器之间请用名称和容器内的端口。',
  'learn.layers.title': '层是共享的',
  'learn.layers.text':
    '开头相同的镜像在磁盘上共享各层。因此列表里的大小加起来比实际占用多，删除一个镜像可能腾不出多少空间。只要还有容器（哪怕已停止）由它创建，镜像就算在使用中。',
  'learn.volume.title': '卷还是目录',
  'learn.volume.text':
    '命名卷由 Docker 保管，比容器活得久。绑定挂载（bind mount）是把主机上的目录放进容器。匿名卷没有起名：容器删除后它还留着，清理时找到的大多是它们。',
  'learn.cadvisor.title': 'cAdvisor、InfluxDB、Grafana',
  'learn.cadvisor.text':
    '经典三件套：cAdvisor 读取内核为每个容器记的计数器，InfluxDB 保存，Grafana 画图。Flotilla 直接读取引擎自己的计数器，自己保存、自己画图，不需要这三者；如果它们在运行，也会用上它们的数据。',
  'learn.cpu.title': 'CPU 百分比',
  'learn.cpu.text':
    '100 % 是占满一个核；占满四个核就是 400 %。限制为 0.5 个 CPU 时，到 50 % 就到顶：再多，内核就让容器等待。这叫节流（throttling）：变慢，但没有任何报错。',
  'learn.memory.title': '工作集（working set）',
  'learn.memory.text':
    '工作集是容器占用的内存，不含内核可以随时丢弃的文件缓存。与限制比较的就是它：到了限制，进程会被杀掉（退出码 137，OOMKilled）。',
  'learn.alert.title': '告警何时触发',
  'learn.alert.text':
    '条件必须在规则指定的整段时间里成立，所以一次尖峰不会吵醒谁。“没有数据”是单独的状态，不等于一切正常。静默让规则在你选的时刻之前不再打扰。',
  'learn.run.title': '观察、计划、审阅、运行、验证',
  'learn.run.text':
    'Flotilla 先看现状，再计划各个步骤，把每一步和对应的命令都列出来，你同意后才运行。每一步开始前都先记录：中断的运行可以继续或撤销，崩溃之后也行。最后几步用来证明结果。',
  'learn.engine.title': 'Docker 引擎',
  'learn.engine.text':
    '引擎（engine）是运行容器的服务；docker 命令和 Flotilla 只是通过套接字与它对话。一个上下文（context）指向一个引擎。能访问套接字就等于有 root 权限：开放端口只应使用 TLS 或 SSH，绝不要裸开 2375。',

  'learn.do.build': '搭建 Redis 集群',
  'learn.do.slots': '迁移槽位',
  'learn.do.grow': '添加节点',
  'learn.do.drill': '试一试：故障演练',
  'learn.do.failover': '提升一个从节点',
  'learn.do.backup': '做一次备份',
  'learn.do.stack': '新建项目',
  'learn.do.container': '运行一个容器',
  'learn.do.containers': '查看容器',
  'learn.do.networks': '查看网络',
  'learn.do.images': '查看镜像',
  'learn.do.volumes': '查看卷',
  'learn.do.monitor': '打开监控',
  'learn.do.alerts': '打开告警',
  'learn.do.runs': '查看运行记录',
  'learn.do.engines': '引擎',

  'learn.pic.master': '主节点',
  'learn.pic.replica': '从节点',
  'learn.pic.client': '客户端',
  'learn.pic.key': '键 user:42',
  'learn.pic.slotOf': '槽位 15880',
  'learn.pic.majority': '3 个中的 2 个：继续',
  'learn.pic.minority': '3 个中的 1 个：停止',
  'learn.pic.copy': '复制',
  'learn.pic.clients': '客户端',
  'learn.pic.nodes': '其他节点',
  'learn.pic.node': '节点 {name}',
  'learn.pic.promoted': '被提升',
  'learn.pic.memory': '内存',
  'learn.pic.everyWrite': '每次写入',
  'learn.pic.snapshot': '某一时刻',
  'learn.pic.stack': '项目',
  'learn.pic.service': '服务 {name}',
  'learn.pic.same': '相同：保留',
  'learn.pic.differs': '不同：重建',
  'learn.pic.missing': '缺少：新建',
  'learn.pic.healthy': '健康',
  'learn.pic.own': '可写层：随容器消失',
  'learn.pic.layer': '镜像层：只读',
  'learn.pic.again': '再次启动',
  'learn.pic.engineStart': '引擎启动',
  'learn.pic.stopped': '手工停止',
  'learn.pic.done': '结束',
  'learn.pic.program': '程序',
  'learn.pic.docker': 'docker',
  'learn.pic.signal': '信号',
  'learn.pic.sharedLayer': '磁盘上只存一份',
  'learn.pic.volume': '卷',
  'learn.pic.folder': '目录',
  'learn.pic.unnamed': '匿名',
  'learn.pic.container': '容器',
  'learn.pic.counters': '计数器',
  'learn.pic.keeps': '保存',
  'learn.pic.draws': '画图',
  'learn.pic.core': '一个核：100 %',
  'learn.pic.limit': '限制 50 %',
  'learn.pic.cache': '文件缓存',
  'learn.pic.workingSet': '工作集',
  'learn.pic.killed': '到限制：被杀',
  'learn.pic.peak': '尖峰：不响',
  'learn.pic.fires': '持续够久：触发',
  'learn.pic.observe': '观察',
  'learn.pic.plan': '计划',
  'learn.pic.review': '审阅',
  'learn.pic.run': '运行',
  'learn.pic.verify': '验证',
  'learn.pic.socket': '套接字',
  'learn.pic.engine': '引擎',
};
