import type { redis as source } from '../en/redis';
import type { Translation } from '../types';

export const redis: Translation<typeof source> = {};
