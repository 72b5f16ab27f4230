/** Charts: their keys, legends and states. */
export const chart = {
  'chart.role': 'chart',
  'chart.keys':
    'Arrow keys move the range, with Shift the crosshair. Plus and minus zoom. Enter holds the crosshair, Escape lets it go. N adds a note, F shows the chart alone.',
  'chart.marks': { one: 'What happened', other: 'What happened: {n}' },
  'chart.more': { one: '{n} more', other: '{n} more' },
  'chart.locked': 'Held: click the chart to let go',
  'chart.legend.hint': 'click: only this one; Ctrl+click: hide or show',
  'chart.stat.name': 'Name',
  'chart.stat.last': 'Last',
  'chart.stat.min': 'Min',
  'chart.stat.mean': 'Mean',
  'chart.stat.p95': '95th %',
  'chart.stat.max': 'Max',
  'chart.stat.sum': 'Total',
  'chart.time': 'Time',
  'chart.menu': 'Menu of the panel {title}',
  'chart.loading': 'Loading',
  'chart.empty': 'No data in this range',
  'chart.stale': 'This could not be renewed.',
} as const;
