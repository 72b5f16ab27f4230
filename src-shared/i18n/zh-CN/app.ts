import type { app as source } from '../en/app';
import type { Translation } from '../types';

export const app: Translation<typeof source> = {};
