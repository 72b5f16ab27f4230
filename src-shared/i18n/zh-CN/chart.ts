import type { chart as en } from '../en/chart';
import type { Translation } from '../types';

export const chart: Translation<typeof en> = {
  'chart.role': '图表',
  'chart.keys':
    '方向键移动时间范围，按住 Shift 移动十字线。加号和减号缩放。回车固定十字线，Esc 取消固定。N 添加备注，F 单独显示该图表。',
  'chart.marks': { one: '发生的事件', other: '发生的事件：{n}' },
  'chart.more': { one: '还有 {n} 项', other: '还有 {n} 项' },
  'chart.locked': '已固定：单击图表取消固定',
  'chart.legend.hint': '单击：只看它；Ctrl+单击：隐藏或显示',
  'chart.stat.name': '名称',
  'chart.stat.last': '当前',
  'chart.stat.min': '最小',
  'chart.stat.mean': '平均',
  'chart.stat.p95': '95 百分位',
  'chart.stat.max': '最大',
  'chart.stat.sum': '总量',
  'chart.time': '时间',
  'chart.menu': '面板“{title}”的菜单',
  'chart.loading': '正在加载',
  'chart.empty': '此时间范围内没有数据',
  'chart.stale': '未能更新。',
};
