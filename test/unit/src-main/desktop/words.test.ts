import { describe, expect, it } from 'vitest';
import { commandWords } from '../../../../src-main/desktop/words';

describe('an app that was started for a command', () => {
  it('takes the words behind the first -- as they are', () => {
    expect(
      commandWords(['app', '--no-sandbox', '--flotilla-command', '--', 'redis', 'call', 'x', '--', '-h']),
    ).toEqual(['redis', 'call', 'x', '--', '-h']);
    expect(commandWords(['app', '--flotilla-command', '--'])).toEqual([]);
  });

  it('opens its window else, also for a word that only looks like it', () => {
    expect(commandWords(['app'])).toBeUndefined();
    expect(commandWords(['app', 'demo.flotilla.yaml'])).toBeUndefined();
    expect(commandWords(['app', '--', '--flotilla-command', 'list'])).toBeUndefined();
    expect(commandWords(['app', '--flotilla-command', 'list'])).toBeUndefined();
  });
});
