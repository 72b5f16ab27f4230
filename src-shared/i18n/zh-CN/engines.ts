import type { engines as source } from '../en/engines';
import type { Translation } from '../types';

export const engines: Translation<typeof source> = {
  'engines.title': '引擎',
};
