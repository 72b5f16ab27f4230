import { describe, expect, it } from 'vitest';
import {
  completionsAt,
  format,
  graphOf,
  hoverAt,
  lint,
  lintAgainst,
} from '../../../../src-shared/compose/lint/index';
import { diffOf, planCompose } from '../../../../src-shared/compose/plan/index';
import { planRequestSchema } from '../../../../src-shared/requests';
import { observed } from '../plan/support';
import { file, read } from './support';

/** How many mutated files; the whole ten thousand with FLOTILLA_FUZZ=10000. */
const count = Number(process.env['FLOTILLA_FUZZ'] ?? 600);

const seeds = [
  `name: shop
x-base: &base
  restart: unless-stopped
  logging: { driver: json-file, options: { max-size: 10m } }
services:
  web:
    <<: *base
    image: "nginx:\${TAG:-1.25}"
    ports: ["8080:80", "127.0.0.1:8443:443/tcp"]
    networks: { front: { aliases: [www], ipv4_address: 10.9.0.5 } }
    depends_on:
      db: { condition: service_healthy }
    volumes:
      - ./html:/usr/share/nginx/html:ro
      - type: volume
        source: cache
        target: /cache
    deploy: { replicas: 2, resources: { limits: { memory: 64M, cpus: "0.5" } } }
  db:
    image: mysql:8
    environment: { MYSQL_ROOT_PASSWORD: "\${PW?needed}", A: yes, B: 0777 }
    healthcheck: { test: [CMD, mysqladmin, ping], interval: 5s, retries: 3 }
    secrets: [pw]
networks:
  front: { ipam: { config: [{ subnet: 10.9.0.0/24 }] } }
volumes: { cache: }
secrets: { pw: { file: ./pw.txt } }
`,
  `services:
  app:
    build: { context: ., args: [A=1], dockerfile: Dockerfile }
    command: sh -c "echo $$HOME"
    extends: { service: base }
    profiles: [dev]
    env_file: [.env]
    ulimits: { nofile: { soft: 1, hard: 2 } }
    cap_add: [NET_ADMIN]
    links: [base:b]
  base:
    image: busybox
    network_mode: host
    expose: [80, "90-92"]
    scale: 3
    configs: [{ source: c, target: /c, mode: 0440 }]
configs:
  c: { content: "x \${HOME}" }
`,
];

/** Bits that have hurt readers of YAML and JSON before. */
const nasty = [
  ...['__proto__', 'constructor', 'prototype', 'toString', '__proto__: {polluted: 1}\n', 'hasOwnProperty'],
  ...[
    '&a ',
    '*a',
    '<<: *base',
    '<<: [*a, *b]',
    '!reset ',
    '!override ',
    '!!binary ',
    '!<tag:x> ',
    '? ',
    '- - - ',
  ],
  ...[
    '\t',
    '\n',
    '\r\n',
    '\u0000',
    '\ufeff',
    '\u2028',
    '😀',
    '"',
    "'",
    '|',
    '>-',
    '{',
    '}',
    '[',
    ']',
    ': ',
    '#',
  ],
  ...['${', '${A:-${B:-${C}}}', '$$', '${A:?', '0x1F', '1e999', '-.inf', '.nan', '0o17', '1_0', '2001-01-01'],
  ...[
    'services:',
    'null',
    '~',
    'yes',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '999999999999999999999',
    '65536:0',
    '::1:',
  ],
  ...[
    'extends: {file: compose.yml, service: web}',
    'include: [compose.yml]',
    'env_file: /p',
    '/p/compose.yml',
  ],
];

/** A small generator of numbers that is the same on each machine (mulberry32). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function mutate(text: string, pick: (below: number) => number): string {
  let now = text;
  for (let n = 1 + pick(5); n > 0; n--) {
    const at = pick(now.length + 1);
    const lines = now.split('\n');
    const line = pick(lines.length);
    switch (pick(7)) {
      case 0:
        now = now.slice(0, at) + now.slice(at + 1 + pick(8));
        break;
      case 1:
        now = now.slice(0, at) + (nasty[pick(nasty.length)] ?? '') + now.slice(at);
        break;
      case 2:
        lines.splice(line, 1);
        now = lines.join('\n');
        break;
      case 3:
        lines.splice(pick(lines.length), 0, lines[line] ?? '');
        now = lines.join('\n');
        break;
      case 4:
        lines[line] = ' '.repeat(pick(7)) + (lines[line] ?? '').trimStart();
        now = lines.join('\n');
        break;
      case 5:
        // A word becomes another, as `web` becomes `__proto__`.
        now = now.replace(new RegExp(`\\b${/\w+/.exec(now.slice(at))?.[0] ?? 'web'}\\b`, 'g'), () =>
          (nasty[pick(nasty.length)] ?? '').trim(),
        );
        break;
      default:
        now = now.slice(0, at);
    }
  }
  return now;
}

const up = planRequestSchema.parse({ kind: 'compose.up', project: { files: [file] } }) as Parameters<
  typeof planCompose
>[0];

describe('broken compose files', () => {
  it(
    `are read and judged without a crash: ${String(count)} of them`,
    { timeout: 60_000 + count * 60 },
    () => {
      const pick = generator(20_26);
      let models = 0;
      for (let n = 0; n < count; n++) {
        const text = mutate(seeds[n % seeds.length] ?? '', pick);
        try {
          const reading = read({ [file]: text, '/p/.env': mutate('A=1\nPW=2\n', pick) });
          const problems = lint(reading);
          graphOf(reading);
          if (reading.model !== undefined) {
            models++;
            const state = observed(reading);
            lintAgainst(reading, state);
            diffOf(state);
            planCompose(up, state);
          }
          for (const { at, fixes } of problems) {
            const length = reading.files.find(({ path }) => path === at.file)?.text.length ?? 0;
            expect(at.from.offset).toBeLessThanOrEqual(length);
            for (const { from, to } of fixes.flatMap(({ edits }) => edits))
              expect(from).toBeLessThanOrEqual(to);
          }
          if (n % 10 === 0) {
            const offset = pick(text.length + 1);
            completionsAt(text, offset, reading);
            hoverAt(text, offset, reading);
            const formed = format(text);
            if (formed !== undefined) expect(format(formed)).toBe(formed);
          }
        } catch (error) {
          throw new Error(`file ${String(n)}: ${JSON.stringify(text)}`, { cause: error });
        }
      }
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(Object.keys(Object.prototype)).toEqual([]);
      // Some stay whole: else this test would only see the reader refuse.
      expect(models).toBeGreaterThan(count / 50);
      expect(models).toBeLessThan(count);
    },
  );

  it('that multiply their aliases are refused', () => {
    const levels = Array.from({ length: 12 }, (_, n) =>
      n === 0
        ? 'x-0: &a0 [x, x, x, x, x, x, x, x, x]'
        : `x-${String(n)}: &a${String(n)} [${`*a${String(n - 1)}, `.repeat(9)}]`,
    );
    const bomb = `${levels.join('\n')}\nservices: { a: { image: x:1 } }\n`;
    const reading = read(bomb);
    expect(reading.model).toBeUndefined();
    expect(lint(reading).some(({ level }) => level === 'error')).toBe(true);
    // Its form is put right without opening it.
    expect(format(bomb)?.length).toBeLessThan(bomb.length * 2);
  });

  it('with a key like __proto__ keep it as a key like others', () => {
    const reading = read(
      'services:\n  __proto__:\n    image: x:1\n  web:\n    image: x:1\n    depends_on: [__proto__]\n',
    );
    lint(reading);
    expect(({} as Record<string, unknown>)['image']).toBeUndefined();
    expect(graphOf(reading).nodes.map(({ name }) => name)).toContain('__proto__');
  });
});
