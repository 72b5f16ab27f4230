import type { redisProblems as source } from '../en/redis-problems';
import type { Translation } from '../types';

export const redisProblems: Translation<typeof source> = {
  'redis.problem.uncovered': '16384 个槽位中有 {n} 个没有节点提供服务。',
  'redis.problem.uncovered.hint':
    '请启动已停止的主节点（master）。在此之前集群会拒绝命令（除非关闭 cluster-require-full-coverage）。',
  'redis.problem.exited': '{node} 的容器已退出，退出码为 {code}。',
  'redis.problem.notRunning': '{node} 的容器没有运行（{state}）。',
  'redis.problem.exited.hint': '用“docker logs {node}”查看原因，然后启动它：docker start {node}',
  'redis.problem.loading': '{node} 正在加载数据。',
  'redis.problem.loading.hint': '请等它加载完成，页面会自动更新。',
  'redis.problem.down': '其他节点无法访问 {node}（{address}）。',
  'redis.problem.down.hint':
    '请重新启动该节点，或检查节点之间的网络（端口和总线端口）。如果它不再回来，让其他节点忘记它：CLUSTER FORGET。',
  'redis.problem.stateFail': {
    one: '{nodes} 报告 cluster_state:fail。',
    other: '{n} 个节点报告 cluster_state:fail：{nodes}。',
  },
  'redis.problem.stateFail.hint': '当所有槽位都有服务、且它能访问多数主节点后，过几秒会自动变为 ok。',
  'redis.problem.open': '{node} 上有 {n} 个槽位处于打开状态：迁移没有完成。',
  'redis.problem.open.hint': '如果没有正在进行的迁移，请关闭它们：redis-cli --cluster fix 加任一节点的地址。',
  'redis.problem.views': '应答的 {nodes} 个节点对集群有 {views} 种不同的看法。',
  'redis.problem.views.hint':
    '刚发生变化时，几秒内这是正常的。如果一直如此，说明节点之间无法交换 gossip 消息：请检查总线端口（bus port）。',
  'redis.problem.link': '{node} 没有连上它的主节点。',
  'redis.problem.link.hint': '用“docker logs {node}”查看原因：常见的是 masterauth 密码有误或磁盘已满。',
  'redis.problem.alone': '主节点 {node} 没有可用的从节点（replica）。',
  'redis.problem.alone.hint': '它一旦故障，客户端将无法访问它的槽位。请重新启动它的从节点，或添加一个。',
  'redis.problem.fewMasters': '集群只有 {n} 个主节点。',
  'redis.problem.fewMasters.hint': '至少需要 3 个主节点才能就故障转移（failover）达成一致。',
  'redis.problem.deadPort':
    '本机端口 {hostPort} 发布到 {node} 的端口 {containerPort}，但 Redis 在那里监听的是端口 {port}：这个发布的端口是无效的。',
  'redis.problem.deadPort.hint': '请用 -p {port}:{port} 重新创建容器。在此之前请连接它宣告的地址。',
  'redis.problem.memory': '{node} 已使用其内存上限（maxmemory）的 {percent} %。',
  'redis.problem.memory.hint': '请提高 maxmemory、删除键，或添加主节点并把槽位迁移过去。',
  'redis.problem.persistence': '这些节点不向磁盘写入任何数据：{nodes}。',
  'redis.problem.persistence.hint':
    '重启会丢失它们的数据。请开启追加文件（AOF）：CONFIG SET appendonly yes，并写入它们的配置。',
  'redis.problem.unroutable': '本机程序无法访问 {nodes} 宣告的地址，而重定向会指向这些地址。',
  'redis.problem.unroutable.hint':
    '请从同一网络的容器中连接，或把地址映射到已发布的端口（ioredis 的 natMap）。',

  'redis.problem.password.doing': '读取 {container} 的密码',
  'redis.problem.password.none': '容器 {container} 中的服务器启动时没有设置密码。',
  'redis.cluster.doing.status': '查看 Redis 集群 {name}',
  'redis.cluster.doing.adopt': '接管 Redis 集群 {name}',
  'redis.cluster.doing.forget': '忘记 Redis 集群 {name}',
  'redis.cluster.unknown': '此引擎上没有名为 {name} 的 Redis 集群。',
  'redis.cluster.unknown.hint': '查看现有的集群：flotilla list，或 Redis 页面。',
  'redis.cluster.nameTaken': '已经有一个名为 {name} 的集群。',
  'redis.cluster.nameTaken.hint': '请换一个名称。',
  'redis.cluster.ours': 'Flotilla 已经认识 {name}：它由 Flotilla 创建，或已被接管。',
  'redis.cluster.ours.hint': '无需任何操作。',
  'redis.cluster.notAdopted': '{name} 没有被接管，因此没有可忘记的。',
  'redis.cluster.notAdopted.hint': 'Flotilla 创建的集群通过标签识别。请改为删除它。',
  'redis.cluster.stopped': '{node} 的容器没有运行，无法检查登录。',
  'redis.cluster.stopped.hint': '请启动它（docker start {node}），然后接管集群。',
};
