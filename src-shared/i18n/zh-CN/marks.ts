import type { marks as source } from '../en/marks';
import type { Translation } from '../types';

export const marks: Translation<typeof source> = {
  'marks.start': '{name} 已启动',
  'marks.restart': '{name} 被重启',
  'marks.die': '{name} 已退出，退出码 {code}',
  'marks.died': '{name} 已退出',
  'marks.oom': '{name} 内存不足：有进程被终止',
  'marks.healthy': '{name} 健康检查通过',
  'marks.unhealthy': '{name} 健康检查未通过',
};
