import { describe, expect, it } from 'vitest';
import { countSlots } from '@shared/redis-cluster/slots';
import {
  parseClusterInfo,
  parseClusterNodes,
  parseInfo,
  parseRedirect,
  signature,
} from '../../../../src-main/clients/redis-replies';

// Taken from real servers: redis 7.0.15, redis 8.0.2 and valkey 9.1.2 in the middle of a move, one node going.
const redis7 = `17ca04c601809a4419df884e2ff8b5d161502f71 127.0.0.1:18202@28202 master - 0 1795445164076 2 connected
be4fe298f4d426ed0e53339b9be85d8abfa26372 127.0.0.1:18999@28999 handshake - 0 0 0 disconnected
738e03f3e6b168a4be6b49b9b93c6ce48b3ec8cb 127.0.0.1:18203@28203,node3.example master - 0 1795445165079 0 connected
58c433f9e11b0883a172a32e589b16f2ac4ac0ae 127.0.0.1:18201@28201 myself,master - 0 1795445163000 1 connected 0-100 102-103 200 [5->-17ca04c601809a4419df884e2ff8b5d161502f71] [300-<-17ca04c601809a4419df884e2ff8b5d161502f71]
`;
const valkey9 = `db0fe8d40e01dc1bc76bfdfc0f534dc0a61ed73e 127.0.0.1:18203@28203,node3.example slave 3f7b9d70523c4d57421f25f03d9fc6f26f8ef6fa 0 1795445184570 1 disconnected
3f7b9d70523c4d57421f25f03d9fc6f26f8ef6fa 127.0.0.1:18201@28201 myself,master - 0 0 1 connected 0-100 102-103 200 [5->-3c79a3e80d50699964051344e2be9a70444aa46c]
3c79a3e80d50699964051344e2be9a70444aa46c 127.0.0.1:18202@28202 master,fail? - 1795445160000 1795445185578 2 connected 300-301
`;

describe('CLUSTER NODES', () => {
  it('reads slots, open slots, names and a handshake (redis 7)', () => {
    const lines = parseClusterNodes(redis7);
    expect(lines).toHaveLength(4);
    expect(lines[3]).toEqual({
      id: '58c433f9e11b0883a172a32e589b16f2ac4ac0ae',
      host: '127.0.0.1',
      port: 18_201,
      busPort: 28_201,
      flags: ['myself', 'master'],
      myself: true,
      role: 'master',
      configEpoch: 1,
      linked: true,
      slots: [
        [0, 100],
        [102, 103],
        [200, 200],
      ],
      openSlots: [
        { slot: 5, direction: 'migrating', peer: '17ca04c601809a4419df884e2ff8b5d161502f71' },
        { slot: 300, direction: 'importing', peer: '17ca04c601809a4419df884e2ff8b5d161502f71' },
      ],
    });
    expect(lines[1]).toMatchObject({ role: 'unknown', linked: false, flags: ['handshake'], slots: [] });
    expect(lines[2]).toMatchObject({ host: '127.0.0.1', hostname: 'node3.example' });
    expect(countSlots(lines[3]!.slots)).toBe(104);
  });

  it('reads replicas and suspected nodes (valkey 9)', () => {
    const [replica, , suspect] = parseClusterNodes(valkey9);
    expect(replica).toMatchObject({
      role: 'replica',
      masterId: '3f7b9d70523c4d57421f25f03d9fc6f26f8ef6fa',
      linked: false,
    });
    expect(suspect?.flags).toEqual(['master', 'fail?']);
  });

  it('reads old, odd and IPv6 addresses, and leaves out what is no line', () => {
    const id = 'a'.repeat(40);
    const lines = parseClusterNodes(
      [
        `${id} 10.0.0.1:6379 myself,slave ${'b'.repeat(40)} 0 0 3 connected`,
        `${id} :0@0 master,noaddr - 1 1 1 disconnected`,
        `${id} 2001:db8::1:7000@17000 master - 0 0 1 connected 5`,
        `${id} 10.0.0.1:7000@17000,,tls-port=0,shard-id=${'c'.repeat(40)} master,nofailover - 0 0 1 connected`,
        'ERR something else',
      ].join('\r\n'),
    );
    expect(lines.map(({ host, port, busPort }) => [host, port, busPort])).toEqual([
      ['10.0.0.1', 6379, 16_379],
      ['', 0, 0],
      ['2001:db8::1', 7000, 17_000],
      ['10.0.0.1', 7000, 17_000],
    ]);
    expect(lines[3]).not.toHaveProperty('hostname');
  });

  it('signs who owns what: with roles a new replica counts, without it does not', () => {
    const before = parseClusterNodes(redis7.replace('master - 0 1795445165079', 'master - 0 1'));
    const after = parseClusterNodes(
      redis7.replace('master - 0 1795445165079', 'slave 58c433f9e11b0883a172a32e589b16f2ac4ac0ae 0 1'),
    );
    expect(signature(before)).toBe(signature([...after].reverse()));
    expect(signature(before, { roles: true })).not.toBe(signature(after, { roles: true }));
  });
});

describe('other replies', () => {
  it('reads CLUSTER INFO and INFO', () => {
    const raw =
      'cluster_state:fail\r\ncluster_slots_assigned:105\r\ncluster_slots_ok:104\r\ncluster_known_nodes:4\r\n';
    expect(parseClusterInfo(raw)).toEqual({
      ok: false,
      slotsAssigned: 105,
      slotsOk: 104,
      knownNodes: 4,
      raw,
    });
    const info = parseInfo(
      '# Server\r\nredis_version:7.0.15\r\nos:Linux 6.1 x86_64\r\n\r\nexecutable:/a:b\r\n',
    );
    expect(info).toEqual({ redis_version: '7.0.15', os: 'Linux 6.1 x86_64', executable: '/a:b' });
  });

  it('reads redirects', () => {
    expect(parseRedirect('MOVED 3999 10.0.0.2:6381')).toEqual({
      kind: 'MOVED',
      slot: 3999,
      host: '10.0.0.2',
      port: 6381,
    });
    expect(parseRedirect('ASK 1 2001:db8::2:7000\n')).toMatchObject({ host: '2001:db8::2', port: 7000 });
    expect(parseRedirect('MOVED 5 :7002')).toMatchObject({ host: '', port: 7002 });
    expect(parseRedirect('OK')).toBeUndefined();
  });
});
