import { stripVTControlCharacters } from 'node:util';

/**
 * What an error of a test says, short enough for the summary: its first lines, without colours.
 * @param {{message?: string}} error
 * @returns {string}
 */
export function told({ message = 'no message' }) {
  const lines = stripVTControlCharacters(message).trim().split('\n').slice(0, 12);
  return lines.join('\n  ').slice(0, 1200);
}
