import type { ops as source } from '../en/ops';
import type { Translation } from '../types';

export const ops: Translation<typeof source> = {};
