import type { engine as source } from '../en/engine';
import type { Translation } from '../types';

export const engine: Translation<typeof source> = {};
