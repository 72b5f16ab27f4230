import type { metrics as source } from '../en/metrics';
import type { Translation } from '../types';

export const metrics: Translation<typeof source> = {
  'metrics.doing.collect': '采集容器指标',
  'metrics.failed.hint': '会自动重试。数据源自身的日志可能有更多信息。',
  'metrics.doing.query': '读取监控数据',
  'metrics.badRegex': '“{regex}”不是有效的正则表达式',
  'metrics.badRegex.hint': '请改正，或从列表中选择名称。',
};
