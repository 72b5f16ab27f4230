import type { learn as source } from '../en/learn';
import type { Translation } from '../types';

export const learn: Translation<typeof source> = {
  'learn.open': '解释一下',
};
