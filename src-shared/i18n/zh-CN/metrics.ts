import type { metrics as source } from '../en/metrics';
import type { Translation } from '../types';

export const metrics: Translation<typeof source> = {
  'metrics.doing.collect': '采集容器指标',
  'metrics.failed.hint': '会自动重试。数据源自身的日志可能有更多信息。',
  'metrics.doing.query': '读取监控数据',
  'metrics.badRegex': '“{regex}”不是有效的正则表达式',
  'metrics.badRegex.hint': '请改正（语法同 RE2：不支持环视和反向引用），或从列表中选择名称。',

  'metrics.cli.group': '监控：',
  'metrics.cli.query': '打印监控数据：每个时间段的平均值，来自磁盘上的历史',
  'metrics.cli.sources': '显示监控数据源及其状态',
  'metrics.cli.none': '该时间范围内没有数据。',
  'metrics.cli.time': '时间',
  'metrics.cli.source': '数据源',
  'metrics.cli.where': '位置',
  'metrics.cli.state': '状态',
  'metrics.cli.subjects': '对象数',
  'metrics.cli.waiting': '待写入',
  'metrics.cli.noMetric': '没有指标“{name}”',
  'metrics.cli.noTime': '“{text}”不是有效的时间',
  'metrics.cli.noTime.hint': '请写 now、now-6h、now/d、2026-03-01 或 2026-03-01T06:30:00Z。',
  'metrics.cli.emptyRange': '时间范围的终点早于起点',
  'metrics.cli.noBuckets': '“{text}”不是 1 到 5000 之间的数量',
  'cli.option.metric': '指标：cpu、memory、received、diskRead、hostCpu、redisOps……',
  'cli.option.container': '只看这些名称的容器，多个用逗号分隔',
  'cli.option.from': '起点：now-6h、now/d、2026-03-01T06:30:00Z（默认 now-1h）',
  'cli.option.to': '终点，写法同上（默认 now）',
  'cli.option.buckets': '每个对象最多的数据点数（默认 60）',

  'cadvisor.doing': '访问 {host} 上的 cAdvisor',
  'cadvisor.late': '10 秒内没有应答',
  'cadvisor.tooLong': '应答超过 32 MB',
  'cadvisor.noJson': '应答不是 JSON',
  'cadvisor.notStats': '应答中没有容器的统计数据',
  'cadvisor.unreachable.hint': '检查 cAdvisor 是否在运行、地址和端口是否可达。',
  'cadvisor.refused.hint': '检查用户名和密码。',
  'cadvisor.badAnswer.hint':
    '检查该地址是否为 cAdvisor，并查看它的日志。在它恢复应答之前，使用引擎自身的数据。',
};
