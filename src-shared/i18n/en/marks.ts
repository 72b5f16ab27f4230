/** What happened, on charts. */
export const marks = {
  'marks.start': '{name} started',
  'marks.restart': '{name} was restarted',
  'marks.die': '{name} exited with code {code}',
  'marks.died': '{name} exited',
  'marks.oom': '{name} ran out of memory: a process was killed',
  'marks.healthy': '{name} is healthy',
  'marks.unhealthy': '{name} is unhealthy',
} as const;
