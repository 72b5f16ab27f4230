import { pinyin } from 'pinyin-pro';

/** The ways in which a Chinese label is typed: its syllables and their first letters. `容器` -> `rongqi`, `rq` */
export function spellings(label: string): string[] {
  if (!/\p{Script=Han}/u.test(label)) return [];
  const options = { toneType: 'none', type: 'array', nonZh: 'consecutive' } as const;
  const syllables = pinyin(label, options);
  return [syllables.join(''), syllables.map((each) => each[0] ?? '').join('')];
}
