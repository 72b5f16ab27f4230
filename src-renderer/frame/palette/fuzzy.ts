/** What is searched: a label as it is shown, and other ways of writing it (English, pinyin, an address). */
export interface Searchable {
  readonly label: string;
  readonly aliases: readonly string[];
}

/** How well one word fits a text; 0: not at all. */
function fit(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at === 0) return text.length === word.length ? 100 : 80;
  if (at > 0) return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? 45 : 65;
  // Its letters in their order, as near to each other as can be.
  let from = -1;
  let gaps = 0;
  for (const letter of word) {
    const next = text.indexOf(letter, from + 1);
    if (next < 0) return 0;
    if (from >= 0) gaps += next - from - 1;
    from = next;
  }
  const spread = gaps / Math.max(1, word.length);
  return word.length >= 2 && spread <= 3 ? Math.max(1, 30 - Math.round(spread * 8)) : 0;
}

/** How well a query fits: every word of it must, in the label or an alias. 0: it does not. */
export function score(query: string, { label, aliases }: Searchable): number {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const texts = [label, ...aliases].map((text) => text.toLowerCase());
  let sum = 0;
  for (const word of words) {
    // An alias counts a little less than what one sees.
    const best = Math.max(...texts.map((text, i) => fit(word, text) * (i === 0 ? 1 : 0.9)));
    if (best === 0) return 0;
    sum += best;
  }
  return words.length === 0 ? 0 : sum / words.length;
}
