import { describe, expect, it } from 'vitest';
import { decideSlot } from '@shared/redis-cluster/slot-decisions';
import type { NodeConnection } from '../../../../src-main/clients/redis';
import { parseClusterNodes } from '../../../../src-main/clients/redis-replies';
import { readClaims } from '../../../../src-main/ops/slots/claims';
import { fleetOf, type Member } from '../../../../src-main/ops/slots/fleet';

const id = (letter: string): string => letter.repeat(40);
const [source, former, successor] = [id('a'), id('b'), id('c')];

/** A master and how it sees the cluster: `letter flags slots` a line. */
function member(self: string, view: readonly (readonly [string, string, string])[]): Member {
  const text = view
    .map(([of, flags, slots], n) => {
      const own = of === self ? 'myself,' : '';
      return `${of} 172.18.0.1${n}:638${n}@1638${n} ${own}${flags} - 0 0 ${n} connected ${slots}`;
    })
    .join('\n');
  const node = {
    name: self,
    host: '',
    port: 1,
    innerPort: 1,
    announce: { address: '', port: 1, busPort: 2 },
  };
  return { node, id: self, connection: {} as NodeConnection, lines: parseClusterNodes(text) };
}

describe('a slot that went to a master right before it was lost', () => {
  // The source gave slot 100 away and knows it; the target's replica took over without having heard of it.
  const members = [
    member(source, [
      [source, 'master', '0-99'],
      [former, 'master,fail', '100'],
      [successor, 'master', '101-200'],
    ]),
    member(successor, [
      [source, 'master', '0-99'],
      [former, 'master,fail', ''],
      [successor, 'master', '101-200'],
    ]),
  ];
  const claim = (superseded?: ReadonlySet<string>) =>
    readClaims(fleetOf(members, superseded), [100]).get(100)!;

  it('belongs to a lost owner while nobody is known to stand for it', () => {
    expect(claim()).toMatchObject({ owners: [], lostOwner: former });
    expect(decideSlot({ ...claim(), keys: {} }, {}, { from: source, to: successor })).toMatchObject({
      do: 'stop',
      row: 'owner-lost',
    });
  });

  it('is claimed by its successor once that is known', () => {
    const found = claim(new Set([former]));
    expect(found.lostOwner).toBeUndefined();
    const intent = { from: source, to: successor };
    expect(decideSlot({ ...found, keys: {} }, {}, intent)).toMatchObject({ do: 'claim', owner: successor });
    expect(decideSlot({ ...found, keys: { [successor]: 7 } }, {}, intent)).toMatchObject({
      do: 'claim',
      owner: successor,
      gather: [],
    });
  });
});
