import type { history as source } from '../en/history';
import type { Translation } from '../types';

export const history: Translation<typeof source> = {
  'history.doing.open': '正在打开指标历史',
  'history.doing.write': '正在写入指标历史',
  'history.doing.read': '正在读取指标历史',
  'history.damaged': '文件 {path} 已损坏。它已另存为 {aside}，历史从现在重新开始。',
  'history.damaged.hint': '图表只显示此后测得的数据。请检查磁盘；另存的文件不需要时可以删除。',
  'history.newer': '文件 {path} 由更新版本的 Flotilla 写入。它已另存为 {aside}，历史从现在重新开始。',
  'history.newer.hint': '要查看旧的历史，请使用该版本，并把文件改回原名。',
  'history.full': '{path} 已没有可用空间。',
  'history.full.hint': '最旧的数据会被删除以腾出空间，最新的数据在内存中保留几分钟。请清理磁盘。',
  'history.elsewhere': '应用的另一个进程正在保存历史。',
  'history.elsewhere.hint': '请在那里操作，或关闭它后再试。',
  'history.stopped': '负责保存历史的部分已停止。',
  'history.stopped.hint': '它会自动重新启动。如果再次发生，请重新启动应用。',
};
