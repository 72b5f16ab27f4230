import { describe, expect, it } from 'vitest';
import { msg } from '@shared/i18n/index';
import { offsetOf, placeOfFinding } from '../../../src-renderer/features/stacks/editor/at-place';

const finding = (place: string) => ({
  ...{ level: 'error' as const, code: 'x', hint: msg('common.cancel') },
  what: msg('cplan.at', { place, what: msg('common.cancel') }),
});

describe('the place of a finding', () => {
  it('is the one that it leads with', () => {
    expect(placeOfFinding(finding('compose.yml:12:5'))).toEqual({ file: 'compose.yml', line: 12, column: 5 });
    expect(placeOfFinding(finding('C:\\a\\compose.yml:1:2'))?.file).toBe('C:\\a\\compose.yml');
    expect(placeOfFinding({ ...finding(''), what: msg('common.cancel') })).toBeUndefined();
  });

  it('is found in the text, whatever became of it', () => {
    const at = (line: number, column: number) => offsetOf('a\nbcd\n', { file: '', line, column });
    expect([at(1, 1), at(2, 1), at(2, 3), at(9, 1), at(2, 99)]).toEqual([0, 2, 4, 6, 6]);
  });
});
