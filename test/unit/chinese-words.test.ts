import { zhCN } from '@shared/i18n/zh-CN/index';
import { describe, expect, it } from 'vitest';

/* One thing has one name in Chinese, whoever wrote the sentence. */
const texts = Object.entries(zhCN).flatMap(([key, entry]) =>
  (typeof entry === 'string' ? [entry] : Object.values(entry)).map((text) => [key, text] as const),
);
const saying = (word: RegExp): string[] => texts.filter(([, text]) => word.test(text)).map(([key]) => key);

describe('the Chinese texts', () => {
  it.each([
    ['a user is spoken to as 你', /您/],
    ['a slot is 槽位', /槽(?!位)/],
    ['to rebalance is 均衡', /平衡/],
    ['a stack is 项目', /编排/],
    ['a computer is 计算机, a volume 卷', /电脑|数据卷/],
    ['punctuation is full-width between Chinese words', /\p{Script=Han}[,;?!]\p{Script=Han}/u],
    ['no full stop of the Latin kind ends a Chinese sentence', /\p{Script=Han}\.$/u],
  ])('%s', (_rule, wrong) => {
    expect(saying(wrong)).toEqual([]);
  });

  it('a replica is 从节点; 副本 is a copy of anything else', () => {
    const aboutReplicas = saying(/副本/).filter((key) =>
      /^(live|ops\.redis|ops\.slots|redis2|redis\.problem)/.test(key),
    );
    expect(aboutReplicas).toEqual([]);
  });
});
