/** A stretch of a line in one look. Colours are the terminal's sixteen: 0-7 plain, 8-15 bright. */
export interface Styled {
  readonly text: string;
  readonly colour?: number;
  readonly bold?: boolean;
  readonly dim?: boolean;
}

// eslint-disable-next-line no-control-regex -- control sequences are what this is about
const sequence = /\u001b(?:\[([0-9;:]*)([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// eslint-disable-next-line no-control-regex -- what a screen would not show
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

const plain = (text: string): string => text.replace(control, '');

/** A line without its control sequences (ECMA-48): what one reads of it. */
export function stripAnsi(text: string): string {
  return text.includes('\u001b') ? plain(text.replace(sequence, '')) : text;
}

/** A line as stretches in one look each; every other sequence (cursor, title, links) is left out. */
export function parseAnsi(text: string): Styled[] {
  if (!text.includes('\u001b')) return [{ text: plain(text) }];
  const parts: Styled[] = [];
  let look: Omit<Styled, 'text'> = {};
  let from = 0;
  const push = (to: number): void => {
    const piece = plain(text.slice(from, to));
    if (piece !== '') parts.push({ ...look, text: piece });
  };
  for (const match of text.matchAll(sequence)) {
    push(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') look = restyled(look, match[1] ?? '');
  }
  push(text.length);
  return parts;
}

function restyled(look: Omit<Styled, 'text'>, codes: string): Omit<Styled, 'text'> {
  let { colour, bold, dim } = look;
  const all = codes.split(/[;:]/).map(Number);
  for (let i = 0; i < all.length; i++) {
    const code = all[i] ?? 0;
    if (code === 0) colour = bold = dim = undefined;
    else if (code === 1) bold = true;
    else if (code === 2) dim = true;
    else if (code === 22) bold = dim = undefined;
    else if (code >= 30 && code <= 37) colour = code - 30;
    else if (code >= 90 && code <= 97) colour = code - 82;
    else if (code === 39) colour = undefined;
    else if (code === 38 || code === 48) {
      // Of the 256 colours the first sixteen are the terminal's own; others have no name in a theme.
      const wide = all[i + 1] === 5;
      const index = all[i + 2] ?? 16;
      if (code === 38 && wide) colour = index < 16 ? index : undefined;
      i += wide ? 2 : 4;
    }
  }
  return {
    ...(colour !== undefined && { colour }),
    ...(bold === true && { bold }),
    ...(dim === true && { dim }),
  };
}
