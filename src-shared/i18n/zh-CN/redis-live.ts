import type { redisLive as source } from '../en/redis-live';
import type { Translation } from '../types';

export const redisLive: Translation<typeof source> = {
  'live.forget.doing': '让所有节点忘记 {node}',
  'live.forget.note': '{all} 个节点中已有 {done} 个忘记了它',
  'live.forget.hint':
    '从节点（replica）不能忘记自己的主节点：请先让它改为复制另一个。确认所有节点都有应答，然后继续。',
  'live.forget.refused': '{node} 回答：{words}',
  'live.forget.notEmpty': '{node} 仍拥有 {slots} 个槽位、{keys} 个键。忘记它，这些数据就会丢失。',
  'live.forget.notEmpty.hint': '请先把它的槽位迁移到其他主节点，然后继续。',
  'live.forget.undo.doing': '重新接纳 {node}',

  'live.failover.doing': '提升 {node}',
  'live.failover.note': '等待所有节点都把 {node} 视为主节点',
  'live.failover.behind': '{node} 还不知道 {master} 拥有哪些槽位。',
  'live.failover.still': '{node} 仍是从节点。',
  'live.failover.unaware': '{node} 还没有看到变化。',
  'live.failover.hint.graceful':
    '请确认该从节点与主节点的连接正常、延迟很小。如果主节点没有应答，请改用强制（force）提升。',
  'live.failover.hint.force':
    '强制提升需要多数主节点的投票。如果多数主节点已停止，请改用不经投票的接管（takeover）。',
  'live.failover.masterDown': '{node} 与主节点 {master} 没有连接，两者无法交接。',
  'live.failover.masterDown.hint': '请改用强制（force）提升。尚未到达从节点的写入会丢失。',

  'live.watch.doing': '观察集群如何应对 {node} 的缺失',
  'live.watch.note': { one: '1 秒后尚无变化', other: '{n} 秒后尚无变化' },
  'live.watch.hint': '时间线显示它进行到哪一步，原因见节点日志（docker logs）。然后撤销，即可恢复该节点。',
  'live.watch.missing.promoted': '{node} 的从节点没有被提升，或集群尚未恢复正常。',
  'live.watch.missing.failed': '节点之间还没有就 {node} 已故障达成一致。',
  'live.watch.missing.recovered': '{node} 还没有恢复工作。',

  'live.event.suspected': '{node} 被怀疑故障',
  'live.event.failed': '各节点一致认为 {node} 已故障',
  'live.event.promoted': '{node} 被提升，接替 {other}',
  'live.event.demoted': '{node} 现在复制 {other}',
  'live.event.recovered': '{node} 已恢复',
  'live.event.joined': '{node} 已加入',
  'live.event.left': '{node} 已离开',
  'live.event.slots-moved': {
    one: '{node} 的 1 个槽位移到了 {other}',
    other: '{node} 的 {n} 个槽位移到了 {other}',
  },
  'live.event.link-down': '{node} 与主节点 {other} 断开',
  'live.event.link-up': '{node} 已连上主节点 {other}',
  'live.event.state-fail': '集群没有为全部槽位提供服务',
  'live.event.state-ok': '集群正常',
  'live.event.epoch': '第 {n} 纪元（epoch）开始',
};
