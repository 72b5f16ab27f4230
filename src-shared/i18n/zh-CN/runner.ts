import type { runner as source } from '../en/runner';
import type { Translation } from '../types';

export const runner: Translation<typeof source> = {};
