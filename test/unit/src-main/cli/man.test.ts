import { describe, expect, it } from 'vitest';
import { manPage, roff } from '../../../../src-main/cli/man';
import { commands, options } from '../../../../src-main/cli/syntax';

describe('the man page', () => {
  it.each(['en', 'zh-CN'] as const)('tells every command and every option (%s)', (locale) => {
    const page = manPage(locale, '1.2.3');
    for (const name of Object.keys(commands)) expect(page, name).toContain(`flotilla ${roff(name)}`);
    for (const name of Object.keys(options)) expect(page, name).toContain(roff(`--${name}`));
    expect(page).toMatch(/^\.TH FLOTILLA 1 "" "Flotilla 1\.2\.3"/);
    // A line that begins with a dot is a request: only ours may be there.
    const requests = page.split('\n').filter((line) => line.startsWith('.'));
    expect(new Set(requests.map((line) => line.split(' ')[0]))).toEqual(
      new Set(['.TH', '.SH', '.TP', '.B', '.br']),
    );
  });

  it('writes text so that roff prints it as it is', () => {
    expect(roff(".a\n--b \\ c’s d's")).toBe('\\&.a\n\\-\\-b \\e c’s d\\(aqs');
  });
});
