import type { palette as source } from '../en/palette';
import type { Translation } from '../types';

export const palette: Translation<typeof source> = {
  'palette.title': '前往或执行',
};
