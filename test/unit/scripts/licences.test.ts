import { describe, expect, it } from 'vitest';
import { isAllowed, licenceOf } from '../../../scripts/lib/licences.mjs';
import { packageOf } from '../../../scripts/lib/bundled.mjs';

describe('a licence', () => {
  const list = ['MIT', 'ISC'];
  it('is allowed when it is on the list, or one side of an OR is', () => {
    expect(isAllowed('MIT', list)).toBe(true);
    expect(isAllowed('(GPL-3.0 OR MIT)', list)).toBe(true);
    expect(isAllowed('MIT AND ISC', list)).toBe(true);
  });
  it('is refused when it is not, or one side of an AND is not', () => {
    expect(isAllowed('GPL-3.0', list)).toBe(false);
    expect(isAllowed('MIT AND GPL-3.0', list)).toBe(false);
    expect(isAllowed('none said', list)).toBe(false);
    expect(isAllowed('MITX', list)).toBe(false);
  });
  it('is read in all the ways that a package.json may say it', () => {
    expect(licenceOf({ license: 'MIT' })).toBe('MIT');
    expect(licenceOf({ license: { type: 'ISC' } })).toBe('ISC');
    expect(licenceOf({ licenses: [{ type: 'MIT' }, { type: 'ISC' }] })).toBe('MIT OR ISC');
    expect(licenceOf({})).toBe('none said');
  });
});

describe("a module's package", () => {
  it('is the innermost folder of node_modules', () => {
    expect(packageOf('/x/node_modules/zod/v4/core.js')).toBe('node_modules/zod');
    expect(packageOf('/x/node_modules/a/node_modules/@b/c/i.js?x')).toBe('node_modules/a/node_modules/@b/c');
    expect(packageOf('/x/src-main/index.ts')).toBeUndefined();
  });
});
