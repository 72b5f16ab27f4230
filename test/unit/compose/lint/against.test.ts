import { describe, expect, it } from 'vitest';
import type { ComposeObserved } from '../../../../src-shared/compose/observed';
import { applyEdits, lintAgainst } from '../../../../src-shared/compose/lint/index';
import { network, observed, stranger } from '../plan/support';
import { file, read, shown } from './support';

const text = `services:
  web:
    image: nginx:1
    container_name: shop
    ports: ["8080:80", "127.0.0.1:5353:53/udp"]
    volumes: ["./html:/html", { type: bind, source: /etc/shop.conf, target: /c }]
    networks: [front, legacy]
    mem_limit: 64g
networks:
  front: { ipam: { config: [{ subnet: 10.9.0.0/24 }] } }
  legacy:
    external: true
volumes:
  old: { external: true, name: old-data }
`;

const published = (hostPort: number, protocol = 'tcp', hostIp = '0.0.0.0') => ({
  ports: [{ hostIp, hostPort, containerPort: 1, protocol }],
});

function against(more: Partial<ComposeObserved>, source = text): ReturnType<typeof lintAgainst> {
  const reading = read(source);
  return lintAgainst(
    reading,
    observed(reading, {
      networks: [network('legacy')],
      volumes: [{ name: 'old-data', driver: 'local' }],
      host: { portsInUse: [], present: ['/p/html', '/etc/shop.conf'] },
      engine: { ...observed(reading).engine, memoryBytes: 2 ** 40 },
      ...more,
    }),
  );
}

const told = (more: Partial<ComposeObserved>): string[] => against(more).map(shown);

describe('an engine in the way', () => {
  it('of nothing says nothing', () => {
    expect(told({})).toEqual([]);
  });

  it('names who has a port, and the next that is free', () => {
    const state = { others: [stranger('redis-1', published(8080)), stranger('x', published(8081))] };
    expect(told(state)).toEqual([
      'error 5:13 compose.port-in-use: Port 8080 is used by container redis-1 | Try 8082.',
    ]);
    const [problem] = against(state);
    const put = applyEdits(text, file, problem?.fixes[0]?.edits ?? []);
    expect(put).toContain('"8082:80"');
    expect(against(state, put)).toEqual([]);
  });

  it('knows addresses and protocols apart, and containers that do not run', () => {
    const { engine: _, ...rest } = observed(undefined);
    expect(rest.others).toEqual([]);
    expect(
      told({
        others: [
          stranger('udp', published(8080, 'udp')),
          stranger('elsewhere', published(5353, 'udp', '10.0.0.1')),
          { ...stranger('stopped', published(8080)), state: 'exited' },
        ],
      }),
    ).toEqual([]);
  });

  it('names a program of the host that listens', () => {
    const portsInUse = [{ port: 5353, protocol: 'udp' as const, by: 'avahi-daemon' }];
    expect(told({ host: { portsInUse, present: ['/p/html', '/etc/shop.conf'] } })).toEqual([
      'error 5:24 compose.port-in-use: Port 5353 is used by the program avahi-daemon | Try 5354.',
    ]);
  });

  it('on another computer: says beforehand that folders of this one are not there, relative ones too', () => {
    const far = { ...observed(read(text)).engine, local: false, memoryBytes: 2 ** 40 };
    const said = told({ engine: far, host: { portsInUse: [], present: [] } });
    expect(said.filter((line) => line.includes('source-remote'))).toHaveLength(2);
    expect(said.join('\n')).toContain('/p/html');
    expect(said.some((line) => line.includes('source-missing'))).toBe(false);
  });

  it('misses what a mount needs: a short form makes a folder, a long one fails', () => {
    expect(
      told({ host: { portsInUse: [], present: [] } }).map((line) => line.split(':', 3).join(':')),
    ).toEqual([
      'info 6:15 compose.source-missing: /p/html is not on this computer | The engine makes an empty folder of that name.',
      'error 6:53 compose.source-missing: /etc/shop.conf is not on this computer | Make it first',
    ]);
  });

  it('warns of a folder that comes in a file’s place, and is calm about data folders', () => {
    const mounts = [
      './nginx.conf:/etc/nginx/nginx.conf',
      './conf.d:/etc/nginx/conf.d',
      './data:/v1.2',
      './x:/a.sql',
    ];
    const source = `services: { web: { image: 'nginx:1', volumes: ['${mounts.join("', '")}'] } }\n`;
    const levels = against({ host: { portsInUse: [], present: [] } }, source).map(({ level }) => level);
    expect(levels).toEqual(['warning', 'info', 'info', 'warning']);
  });

  it('misses external networks and volumes, and lets the project make them', () => {
    expect(told({ networks: [], volumes: [] })).toEqual([
      'error 11:3 compose.external-network: The network “legacy” is not on the engine | It is external, so up does not make it: docker network create legacy',
      'error 14:3 compose.external-volume: The volume “old-data” is not on the engine | It is external, so up does not make it: docker volume create old-data',
    ]);
    const [problem] = against({ networks: [] });
    expect(applyEdits(text, file, problem?.fixes[0]?.edits ?? [])).toContain('  legacy:\nvolumes:');
  });

  it('has a name, a subnet, or too little memory', () => {
    const [name] = told({ others: [stranger('shop')] });
    expect(name).toMatch(/^error 4:21 compose\.name-taken: The name “shop”/);
    const taken = against({ networks: [network('legacy'), network('lab', { subnets: ['10.9.0.0/16'] })] });
    expect(taken.map(shown)[0]).toMatch(
      /^error 10:39 compose\.subnet-taken: .*10\.9\.0\.0\/16 of network lab/,
    );
    const put = applyEdits(text, file, taken[0]?.fixes[0]?.edits ?? []);
    expect(put).toMatch(/subnet: "?172\.18\.0\.0\/16/);
    // Its own network of before is not in the way.
    const own = network('p_front', { subnets: ['10.9.0.0/24'], project: 'p', key: 'front' });
    expect(told({ networks: [network('legacy'), own] })).toEqual([]);
    const { engine } = observed(undefined);
    expect(told({ engine: { ...engine, memoryBytes: 2 ** 33 } })).toEqual([
      'warning 8:16 compose.memory-total: A limit of 65536 MiB is more than the engine’s 8192 MiB | It would never be reached; the machine runs out of memory first.',
    ]);
  });
});
