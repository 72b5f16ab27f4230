import type { common as source } from '../en/common';
import type { Translation } from '../types';

export const common: Translation<typeof source> = {
  raw: '{text}',
  'common.ok': '确定',
  'common.cancel': '取消',
  'common.close': '关闭',
};
