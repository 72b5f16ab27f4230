import type { Services } from './ports';
import type { Handlers } from './registrar';

export const metricHandlers = ({ metrics }: Pick<Services, 'metrics'>): Handlers => ({
  'metrics.query': (queries) => metrics.query(queries),
  'metrics.subjects': ({ from, to, filter }) => metrics.subjects(from, to, filter),
  'metrics.sources': () => metrics.sources(),
  'metrics.marks': ({ from, to, filter }) => metrics.marks(from, to, filter),
  'metrics.note': (note) => metrics.note(note),
  'metrics.deleteNote': async (id) => {
    await metrics.deleteNote(id);
    return null;
  },
});
