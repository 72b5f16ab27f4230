import type { Services } from './ports';
import type { Handlers } from './registrar';

export const composeHandlers = ({ stacks }: Pick<Services, 'stacks'>): Handlers => ({
  'compose.stacks': () => stacks.list(),
  'compose.stack': (name) => stacks.get(name),
  'compose.read': ({ ref, unsaved }) => stacks.read(ref, unsaved),
  'compose.diff': ({ ref, unsaved }) => stacks.diff(ref, unsaved),
  'compose.cli': () => stacks.cli(),
});
