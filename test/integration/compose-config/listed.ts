/* What docs/compose-differences.md lists, as tests need it. */

const rules: readonly { readonly version: string; readonly title: RegExp; readonly path: RegExp }[] = [
  // Modes of secrets and configs: 2.26 prints a number, 2.40 octal text.
  { version: '2.40.3', title: /^(modes|public-.*)$/, path: /\.(configs|secrets)\[\d+\]\.mode:/ },
  // `mode: "0440"` in quotes: 2.26 takes it for decimal.
  { version: '2.26.1', title: /^public-data/, path: /configs\[0\]\.mode: theirs 440, ours 288/ },
  // Extensions of a later file take the place of earlier ones in 2.26, and go into them in 2.40.
  { version: '2.40.3', title: /^merge/, path: /^x-/ },
];

/** Whether a difference is one of those that the document explains. */
export const listed = (version: string, title: string, difference: string): boolean =>
  rules.some((rule) => rule.version === version && rule.title.test(title) && rule.path.test(difference));

/** What one release refuses and the other takes: we go with one of them. */
export const listedRefusals: Readonly<Record<string, readonly string[]>> = {
  'container-name': ['2.26.1'],
  'date-command': ['2.26.1'],
  envspace: ['2.26.1'],
  ip: ['2.26.1'],
  negscale: ['2.26.1'],
  target: ['2.26.1'],
  'tmpfs-twice': ['2.26.1'],
  'volume-type': ['2.26.1'],
};
