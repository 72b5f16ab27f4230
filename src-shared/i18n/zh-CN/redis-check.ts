import type { redisCheck as source } from '../en/redis-check';
import type { Translation } from '../types';

export const redisCheck: Translation<typeof source> = {
  'live.check.uncovered': {
    one: '有 1 个槽位没有所有者：{slots}',
    other: '有 {n} 个槽位没有所有者：{slots}',
  },
  'live.check.uncovered.cause': '某个主节点永久消失且没有从节点接替，或槽位被手工删除。',
  'live.check.uncovered.risk':
    '这些槽位中的键既不能读也不能写。如果启用了 cluster-require-full-coverage，整个集群都会拒绝命令。',
  'live.check.uncovered.hint': '修复会把它们交给存有其键的节点，否则交给现有的某个主节点。',
  'live.check.uncovered.ok': '全部 16384 个槽位都有所有者。',

  'live.check.open': { one: '有 1 个槽位处于打开状态：{slots}', other: '有 {n} 个槽位处于打开状态：{slots}' },
  'live.check.open.cause': '一次迁移开始后没有结束：迁移程序被停止，或中途有节点死亡。',
  'live.check.open.risk': '对这种槽位的多键命令会以 TRYAGAIN 失败，客户端被来回重定向，键分散在两个节点上。',
  'live.check.open.hint': '如果已有键迁移过去，修复会把迁移做完；否则关闭该槽位。',
  'live.check.open.ok': '没有打开的槽位。',

  'live.check.twice': {
    one: '有 1 个槽位被两个节点同时声明：{slots}',
    other: '有 {n} 个槽位被多个节点同时声明：{slots}',
  },
  'live.check.twice.cause': '某个节点被隔离后又回来，或先前的修复被中断。',
  'live.check.twice.risk': '客户端会写到不同的节点，其中一方的写入将会丢失。',
  'live.check.twice.hint': '修复以较新的声明（较大的配置纪元）为准，并把键迁移过去。',
  'live.check.twice.ok': '没有被重复声明的槽位。',

  'live.check.stray': {
    one: '有 1 个键位于不拥有其槽位的节点上（{nodes}）',
    other: '有 {n} 个键位于不拥有其槽位的节点上（{nodes}）',
  },
  'live.check.stray.cause': '迁移在键全部移走之前就被完结，或数据被导入了错误的节点。',
  'live.check.stray.risk': '没有客户端能找到这些键。它们占用内存，以后还可能覆盖更新的键。',
  'live.check.stray.hint': '修复会把它们移到其槽位的所有者；所有者上已有的同名键保持不变。',
  'live.check.stray.ok': '没有键位于错误的节点。',

  'live.check.lost': {
    one: '有 1 个节点在列表中却不存在：{nodes}',
    other: '有 {n} 个节点在列表中却不存在：{nodes}',
  },
  'live.check.lost.cause': '它的容器已被删除，或它所在的计算机已消失；也可能只有部分节点忘记了它。',
  'live.check.lost.risk':
    '失踪的主节点在投票时仍被计入，并且仍拥有它的槽位。只被部分节点忘记的节点会通过 gossip 回来。',
  'live.check.lost.hint': '如果它不会再回来，修复会让所有节点同时忘记它。',
  'live.check.lost.ok': '列表中的每个节点都存在。',

  'live.check.apart': {
    one: '有 1 个节点不为其他节点所知：{nodes}',
    other: '有 {n} 个节点不为其他节点所知：{nodes}',
  },
  'live.check.apart.cause': '它还没有加入，或已被所有其他节点忘记。',
  'live.check.apart.risk': '它不参与集群，只占用内存。',
  'live.check.apart.hint': '请继续或撤销启动它的那次运行，或删除它的容器。',
  'live.check.apart.ok': '每个节点都已加入。',

  'live.check.stopped': { one: '有 1 个容器没有运行：{nodes}', other: '有 {n} 个容器没有运行：{nodes}' },
  'live.check.stopped.cause': '它被停止、自行退出或内存耗尽。docker logs 会说明是哪一种。',
  'live.check.stopped.risk':
    '停止的从节点起不到保护作用。停止的主节点的槽位在从节点被提升或它恢复之前无人服务。',
  'live.check.stopped.hint': '修复会重新启动它。',
  'live.check.stopped.ok': '所有容器都在运行。',

  'live.check.paused': { one: '有 1 个容器被暂停：{nodes}', other: '有 {n} 个容器被暂停：{nodes}' },
  'live.check.paused.cause': '有人（或一次演练）暂停了它：docker pause。',
  'live.check.paused.risk': '已连接到它的客户端会一直挂起直到超时。',
  'live.check.paused.hint': '修复会让它继续运行。',
  'live.check.paused.ok': '没有被暂停的容器。',

  'live.check.unreachable': { one: '有 1 个节点没有应答：{nodes}', other: '有 {n} 个节点没有应答：{nodes}' },
  'live.check.unreachable.cause': '服务器过载、仍在加载数据，或它与其他节点之间的网络中断。',
  'live.check.unreachable.risk': '在它沉默期间，它的槽位无人服务，或只剩一份数据。',
  'live.check.unreachable.hint': '请查看它的日志（docker logs）和网络。它的容器正在运行。',
  'live.check.unreachable.ok': '所有节点都有应答。',

  'live.check.locked': { one: '有 1 个节点拒绝登录：{nodes}', other: '有 {n} 个节点拒绝登录：{nodes}' },
  'live.check.locked.cause': '它的密码与此处已知的不同，或此处没有密码。',
  'live.check.locked.risk': '它所说的一切都无法检查。',
  'live.check.locked.hint': '请用正确的密码重新接管该集群。所有节点需要相同的密码。',
  'live.check.locked.ok': '所有节点都允许登录。',

  'live.check.state': {
    one: '{nodes} 报告 cluster_state:fail',
    other: '{n} 个节点报告 cluster_state:fail：{nodes}',
  },
  'live.check.state.cause': '并非所有槽位都有服务，或该节点无法访问多数主节点。',
  'live.check.state.risk': '这些节点拒绝命令：CLUSTERDOWN。',
  'live.check.state.hint': '请修复其他发现的问题，状态会在几秒内自动恢复。',
  'live.check.state.ok': '所有节点都报告 cluster_state:ok。',

  'live.check.views': { one: '各节点有 1 种看法', other: '各节点对集群有 {n} 种不同的看法' },
  'live.check.views.cause':
    '刚发生变化时，几秒内这是正常的。否则说明节点之间互不知晓，或无法访问彼此的总线端口（bus port）。',
  'live.check.views.risk': '客户端问的节点不同，就会被指向不同的节点。',
  'live.check.views.hint': '修复会让节点相互认识（CLUSTER MEET），并等待它们达成一致。',
  'live.check.views.ok': '所有节点对槽位和角色的看法一致。',

  'live.check.epoch': '多个主节点共用配置纪元（config epoch）{n}：{nodes}',
  'live.check.epoch.cause': '两个主节点被同时手工分配了槽位，或来自不同的集群。',
  'live.check.epoch.risk': '如果两者都声明同一个槽位，谁也不能胜出，节点可能永远无法达成一致。',
  'live.check.epoch.hint': '修复会给其中一个新的 epoch（CLUSTER BUMPEPOCH）。',
  'live.check.epoch.ok': '每个主节点都有自己的配置纪元（config epoch）。',

  'live.check.chain': {
    one: '有 1 个从节点在复制另一个从节点：{nodes}',
    other: '有 {n} 个从节点在复制其他从节点：{nodes}',
  },
  'live.check.chain.cause': '它的主节点被降级而它还没有跟上，或它被手工指向了那里。',
  'live.check.chain.risk': '它的延迟更大，并且不能在选举中接替主节点。',
  'live.check.chain.hint': '修复会让它直接复制主节点。',
  'live.check.chain.ok': '每个从节点都复制一个主节点。',

  'live.check.alone': {
    one: '有 1 个主节点没有可用的从节点：{nodes}',
    other: '有 {n} 个主节点没有可用的从节点：{nodes}',
  },
  'live.check.alone.cause': '它的从节点已停止、被删除，或从未有过。',
  'live.check.alone.risk': '它一旦故障，它的槽位就无人服务，数据可能丢失。',
  'live.check.alone.hint': '请重新启动它的从节点，或添加一个。',
  'live.check.alone.ok': '每个主节点都有可用的从节点。',

  'live.check.link': {
    one: '有 1 个从节点没有连上主节点：{nodes}',
    other: '有 {n} 个从节点没有连上主节点：{nodes}',
  },
  'live.check.link.cause': '它正在复制主节点的数据；或 masterauth 有误、磁盘已满、网络中断。',
  'live.check.link.risk': '它会落后。如果主节点此时故障，最新的写入会丢失。',
  'live.check.link.hint': '请等几秒。如果一直如此，它的日志（docker logs）会说明原因。',
  'live.check.link.ok': '每个从节点都已连上主节点。',

  'live.check.few': { one: '只有 1 个主节点拥有槽位', other: '只有 {n} 个主节点拥有槽位' },
  'live.check.few.cause': '集群以少于 3 个主节点创建，或缩减到了少于 3 个。',
  'live.check.few.risk': '一个故障后其余的达不到多数：没有从节点会被提升。',
  'live.check.few.hint': '请添加主节点。',
  'live.check.few.ok': '有 3 个或更多主节点分担槽位。',

  'live.check.empty': { one: '有 1 个主节点没有槽位：{nodes}', other: '有 {n} 个主节点没有槽位：{nodes}' },
  'live.check.empty.cause': '它加入时没有分配槽位，或槽位已全部移走。',
  'live.check.empty.risk': '它不提供服务，也没有投票权。',
  'live.check.empty.hint': '请在包含空主节点的情况下重新均衡，或移除它。',
  'live.check.empty.ok': '每个主节点都有槽位。',

  'live.check.uneven': '各主节点的槽位数在 {least} 到 {most} 之间',
  'live.check.uneven.cause': '槽位被手工迁移过，或添加主节点后没有重新均衡。',
  'live.check.uneven.risk': '槽位最多的主节点往往最忙，也最先用满内存。',
  'live.check.uneven.hint': '如果不是有意如此，请重新均衡。',
  'live.check.uneven.ok': '槽位分布均匀。',

  'live.check.memory': {
    one: '有 1 个节点的内存使用超过 90 %：{nodes}',
    other: '有 {n} 个节点的内存使用超过 90 %：{nodes}',
  },
  'live.check.memory.cause': '它的键几乎占满了 maxmemory。',
  'live.check.memory.risk': '很快就会按 maxmemory-policy 拒绝写入或淘汰键，也无法再把槽位迁移到那里。',
  'live.check.memory.hint': '请添加主节点并重新均衡、提高 maxmemory，或删除键。',
  'live.check.memory.ok': '没有节点接近内存上限。',

  'live.check.persistence': {
    one: '有 1 个节点不向磁盘写入任何数据：{nodes}',
    other: '有 {n} 个节点不向磁盘写入任何数据：{nodes}',
  },
  'live.check.persistence.cause': '追加文件（AOF）和快照都没有开启。',
  'live.check.persistence.risk': '主节点重启后是空的，从节点也会照此复制：它的数据就全部没有了。',
  'live.check.persistence.hint': 'CONFIG SET appendonly yes，并写入配置文件。',
  'live.check.persistence.ok': '每个节点都把数据写入磁盘。',

  'live.check.versions': '服务器版本不一致：{versions}',
  'live.check.versions.cause': '升级没有完成，或用其他镜像添加了节点。',
  'live.check.versions.risk': '旧版本的从节点可能读不了新版本主节点的数据；槽位只能逐键迁移。',
  'live.check.versions.hint': '请把所有节点升级到同一版本，先升级从节点。',
  'live.check.versions.ok': '所有服务器版本相同。',

  'live.check.address': {
    one: '有 1 个节点宣告的地址无法从本机访问：{nodes}',
    other: '有 {n} 个节点宣告的地址无法从本机访问：{nodes}',
  },
  'live.check.address.cause': '它们宣告的是 Docker 网络中的地址，只有该网络上的容器能访问。',
  'live.check.address.risk': '本机的客户端按重定向（MOVED）连接到那里会挂起。',
  'live.check.address.hint': '请从该网络的容器中连接，或在客户端把地址映射到已发布的端口（natMap）。',
  'live.check.address.ok': '所有宣告的地址都能从本机访问。',

  'live.check.deadPort': {
    one: '有 1 个已发布的端口无效：{nodes}',
    other: '有 {n} 个已发布的端口无效：{nodes}',
  },
  'live.check.deadPort.cause': '容器内的端口不是 Redis 监听的端口。',
  'live.check.deadPort.risk': '连接到它的程序会被拒绝。',
  'live.check.deadPort.hint': '请以两侧相同的端口重新创建容器：-p 6381:6381。',
  'live.check.deadPort.ok': '每个已发布的端口都通向服务器。',

  'live.check.coverage': '以下节点关闭了 cluster-require-full-coverage：{nodes}',
  'live.check.coverage.cause': '配置如此。',
  'live.check.coverage.risk': '部分槽位丢失后，节点继续为其余的槽位提供服务：程序可能察觉不到数据已丢失。',
  'live.check.coverage.hint': '如果是有意的，无需处理。所有节点应保持一致。',
  'live.check.coverage.ok': '有槽位未覆盖时，所有节点都会拒绝服务（cluster-require-full-coverage）。',
};
