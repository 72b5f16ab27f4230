import type { firstRun as source } from '../en/first-run';
import type { Translation } from '../types';

export const firstRun: Translation<typeof source> = {
  'first.title': '欢迎使用 Flotilla',
};
