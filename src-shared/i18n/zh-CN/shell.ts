import type { shell as source } from '../en/shell';
import type { Translation } from '../types';

export const shell: Translation<typeof source> = {
  'app.notice.more': { one: '……还有 {n} 条。', other: '……还有 {n} 条。' },
  'app.notice.run.succeeded': '已完成。',
  'app.notice.run.failed': '失败。请在 Flotilla 中查看原因和处理办法。',
  'app.notice.run.cancelled': '已取消。',
  'app.notice.run.undone': '已撤销。',
  'app.notice.run.undoFailed': '撤销失败。',
  'app.notice.engine.lost': '引擎不再响应。',
  'app.notice.engine.back': '引擎已恢复响应。',
};
