import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandsOf, scriptOf } from '@shared/commands';
import type { Op } from '@shared/ops';
import { finance, observed, plan, read, ref, up } from './support';

const create = (words: string[][]): Op => ({
  kind: 'compose.create',
  args: {
    ...{ project: ref, stack: 'finance', hash: 'h', service: 'a', number: 1, container: 'a-1', image: 'x' },
    ...{ words, then: [] },
  },
});

describe('commands of a stack', () => {
  it('give the shell what is meant: literal text as it is, variables as variables', () => {
    const words = ['printf', '%s\\n', 'a$$HOME `id`', 'x=${PW}"\\$$', "it's", '${PW}'];
    const [text = ''] = commandsOf(create([words]));
    const out = execFileSync('bash', ['--norc', '-c', text], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', PW: 'p w$(x)' },
    });
    expect(out.split('\n').slice(0, -1)).toEqual([...['a$HOME `id`', 'x=p w$(x)"\\$', "it's", 'p w$(x)']]);
  });

  it('make a script that bash can read, and that holds no secret', () => {
    const script = scriptOf(plan(up(), observed(read(finance))));
    execFileSync('bash', ['-n'], { input: script });
    expect(script).toContain('"MYSQL_ROOT_PASSWORD=${DB_PASSWORD}"');
    expect(script).not.toContain('s3cr3t');
  });
});
