import { describe, expect, it } from 'vitest';
import { diffOf } from '@shared/compose/plan';
import { finance, observed, read, standing } from './support';

const said = (seen: Parameters<typeof diffOf>[0]): string[] =>
  diffOf(seen).entries.map(({ part, key, what, names }) => `${part} ${key}: ${what} ${names.join(' ')}`);

describe('diffOf', () => {
  it('says what up would create', () => {
    expect(said(observed(read(finance)))).toEqual([
      'service bjpnapp: create myapp',
      'service bjpnmysql: create finance-bjpnmysql-1',
      'service bjpnredis: create finance-bjpnredis-1',
      'network bjnet: create finance_bjnet',
      'volume data: create finance_data',
    ]);
  });

  it('says what it would recreate, start, leave and call an orphan', () => {
    const seen = standing(read(finance), (each) =>
      each.service === 'bjpnredis'
        ? { ...each, configHash: 'older' }
        : each.service === 'bjpnmysql'
          ? { ...each, state: 'exited' }
          : each,
    );
    const [first] = seen.containers;
    if (first === undefined) throw new Error('nothing stands');
    const orphan = { ...first, id: 'id-old', name: 'finance-old-1', service: 'old' };
    expect(said({ ...seen, containers: [...seen.containers, orphan] })).toEqual([
      'service bjpnapp: leave myapp',
      'service bjpnmysql: start finance-bjpnmysql-1',
      'service bjpnredis: recreate finance-bjpnredis-1',
      'network bjnet: leave finance_bjnet',
      'volume data: leave finance_data',
      'orphan old: leave finance-old-1',
    ]);
  });

  it('says nothing but what is wrong when the files cannot be read', () => {
    const diff = diffOf(observed(read('services: { a: { imag: x } }')));
    expect(diff.entries).toEqual([]);
    expect(diff.problems.map(({ level }) => level)).toContain('error');
  });
});
