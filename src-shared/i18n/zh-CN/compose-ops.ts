import type { composeOps as source } from '../en/compose-ops';
import type { Translation } from '../types';

export const composeOps: Translation<typeof source> = {
  'cops.doing.stack': '查看编排（stack）{name}',
  'cops.stack.unknown': '此引擎上没有编排 {name}。',
  'cops.stack.unknown.hint': '它可能已被拆除。请查看编排列表。',
};
