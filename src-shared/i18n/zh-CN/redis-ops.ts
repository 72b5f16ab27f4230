import type { redisOps as source } from '../en/redis-ops';
import type { Translation } from '../types';

export const redisOps: Translation<typeof source> = {
  'ops.redis.doing.talk': '与 Redis 节点 {node}（{address}）通信',
  'ops.redis.doing.node': '处理 Redis 节点 {node}',
  'ops.redis.unreachable': '无法在 {address} 连接节点 {node}：{reason}。',
  'ops.redis.unreachable.hint': '请确认服务器正在运行、端口没有被拦截，然后重试。',
  'ops.redis.unreachable.hint.container':
    '请确认容器正在运行（docker ps -a），查看它的日志（docker logs {container}），然后重试。',
  'ops.redis.silent': '位于 {address} 的节点 {node} 接受了连接，但没有按时回应。',
  'ops.redis.silent.hint': '服务器可能正忙或被暂停，或者这台计算机负载过高。请稍后重试。',
  'ops.redis.loading': '位于 {address} 的节点 {node} 仍在加载数据。',
  'ops.redis.loading.hint': '请等它加载完成后重试。',
  'ops.redis.authRequired': '位于 {address} 的节点 {node} 需要密码，但没有提供。',
  'ops.redis.authRequired.hint': '请提供集群的密码（节点配置中的 requirepass）。',
  'ops.redis.authWrong': '位于 {address} 的节点 {node} 不接受该密码。',
  'ops.redis.authWrong.hint': '请提供节点配置中 requirepass 的密码。所有节点必须使用同一个密码。',
  'ops.redis.notPermitted': '位于 {address} 的节点 {node} 不允许该用户执行此操作：{text}',
  'ops.redis.notPermitted.hint': '请使用有权执行 CLUSTER、CONFIG 和 INFO 命令的用户。',
  'ops.redis.protected': '位于 {address} 的节点 {node} 处于保护模式（protected mode），拒绝来自这里的连接。',
  'ops.redis.protected.hint': '请设置密码，或用 --protected-mode no 启动服务器。',
  'ops.redis.notCluster': '位于 {address} 的服务器（{node}）没有以集群模式运行。',
  'ops.redis.notCluster.hint': '请用 --cluster-enabled yes 启动它。',
  'ops.redis.tls': '与节点 {node}（{address}）的 TLS 连接失败：{reason}。',
  'ops.redis.tls.hint':
    '请检查：该端口是否使用 TLS，服务器证书是否由所给的 CA 文件签发，证书中的名称是否相符（服务器名称），服务器要求客户端证书时是否已提供。',
  'ops.redis.tlsFile': '无法读取文件 {path}：{reason}。',
  'ops.redis.tlsFile.hint': '请给出本机上可读的 PEM 文件的路径。',
  'ops.redis.refused': '位于 {address} 的节点 {node} 拒绝执行：{text}',
  'ops.redis.refused.hint': '请查看该节点的日志，解决问题后重试。',

  'ops.redis.timeout': '{seconds} 秒内没有完成。{missing}',
  'ops.redis.containerGone': '容器 {container} 已不存在。',
  'ops.redis.containerExited': '容器 {container} 已退出，退出码为 {code}。',
  'ops.redis.containerRestarts': '容器 {container} 一启动就退出，反复如此（退出码 {code}）。',
  'ops.redis.containerFull.hint':
    '磁盘已满。请腾出空间（docker system df 可查看 Docker 占用情况），然后继续（会重新启动它），或撤销。',
  'ops.redis.containerMute.hint':
    '它没有留下任何输出，磁盘已满时常会如此：请用 docker system df 查看并腾出空间，然后继续（会重新启动它），或撤销。也可用 docker start -a {container} 观察它。',
  'ops.redis.containerExited.hint': '用 docker logs {container} 查看原因。然后继续（会重新启动它），或撤销。',
  'ops.redis.containerOom': '容器 {container} 因为超出内存上限而被终止。',
  'ops.redis.containerOom.hint': '请撤销，给节点更多内存，再重新创建。',

  'ops.redis.ping.doing': '等待节点 {node} 应答',
  'ops.redis.ping.hint': '用 docker logs {container} 查看服务器的输出，然后继续或撤销。',
  'ops.redis.addSlots.doing': '给节点 {node} 分配槽位（slot）',
  'ops.redis.addSlots.taken': '槽位 {slot} 已属于 {owner}。',
  'ops.redis.addSlots.taken.hint': '该节点还记得旧的集群。请使用新的卷或文件夹，或先删除那个集群。',
  'ops.redis.replicate.doing': '让 {node} 成为 {master} 的从节点（replica）',
  'ops.redis.replicate.notEmpty': '节点 {node} 持有键或槽位，不能成为从节点。',
  'ops.redis.replicate.notEmpty.hint': '请使用空卷的节点，或先清空该节点（FLUSHALL）。',

  'ops.redis.agree.doing': '等待全部 {n} 个节点互相认识',
  'ops.redis.agree.note': '{all} 个节点中有 {done} 个一致',
  'ops.redis.agree.hint':
    '请确认每个节点都能通过其他节点宣告的地址访问它们的端口和总线端口（bus port，即端口 + 10000）。常见原因是防火墙或宣告地址有误。然后继续。',
  'ops.redis.synced.doing': '等待 {node} 复制完 {master}',
  'ops.redis.synced.behind': '{node} 落后 {bytes} 字节。',
  'ops.redis.synced.linkDown': '{node} 还没有连上它的主节点 {master}。',
  'ops.redis.synced.hint':
    '用 docker logs {node} 查看从节点的输出。常见原因是 masterauth 密码有误或磁盘已满。然后继续。',
  'ops.redis.stateOk.doing': '等待全部 {n} 个节点报告 cluster_state:ok',
  'ops.redis.stateOk.note': '{all} 个节点中有 {done} 个报告 ok',
  'ops.redis.stateOk.hint': '请查看上述节点的 CLUSTER INFO 和 CLUSTER NODES，解决问题后继续。',

  'ops.redis.missing.silent': '{node} 没有应答。',
  'ops.redis.missing.unknown': '{node} 还不认识 {other}。',
  'ops.redis.missing.stranger':
    '{node} 认识 {other}，但它不在这些节点之中：可能是旧的 nodes.conf，或另一个集群。',
  'ops.redis.missing.handshake': '{node} 的握手尚未结束。',
  'ops.redis.missing.link': '{node} 到 {other} 没有总线连接。',
  'ops.redis.missing.view': '{node} 看到的槽位归属或角色与多数节点不同。',
  'ops.redis.missing.slots': '{node} 看到 16384 个槽位中有 {slots} 个可用。',
  'ops.redis.missing.state': '{node} 报告 cluster_state:fail。',

  'ops.redis.redirect.doing': '跟随从一个节点到另一个节点的重定向',
  'ops.redis.redirect.hint':
    '从那里无法通过节点宣告的地址访问节点。请检查宣告地址和端口，以及谁要连接（本机、容器、其他计算机）。',
  'ops.redis.redirect.noOwner': '没有两个主节点分担槽位，因此没有可跟随的重定向。',
  'ops.redis.redirect.noMoved': '{node} 接受了一个本应属于其他节点的键。',
  'ops.redis.redirect.noMovedInside': '在容器 {container} 中，redis-cli 没有得到重定向，而是：{text}',
  'ops.redis.redirect.noContainer': '节点 {node} 没有可以从中访问的容器。',
  'ops.redis.redirect.wrong': '{node} 把客户端指向 {got}，而槽位所有者宣告的地址是 {expected}。',
  'ops.redis.redirect.lost': '写入 {node} 的键没能从它读回。',
  'ops.redis.redirect.inside': '从容器 {container} 无法使用 {address}：{text}',
};
