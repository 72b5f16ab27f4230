import type { cli as source } from '../en/cli';
import type { Translation } from '../types';

export const cli: Translation<typeof source> = {};
