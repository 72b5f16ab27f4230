import type { Services } from './ports';
import type { Handlers } from './registrar';

export const metricHandlers = ({ metrics }: Pick<Services, 'metrics'>): Handlers => ({
  'metrics.query': (queries) => metrics.query(queries),
  'metrics.subjects': ({ from, to, filter }) => metrics.subjects(from, to, filter),
  'metrics.sources': () => metrics.sources(),
});
