import { describe, expect, it } from 'vitest';
import { withPlace } from '@shared/compose/plan/where';
import { readProject } from '@shared/compose/read/index';
import { msg, raw, translate } from '@shared/i18n/index';

const file = '/shop/compose.yml';
const text = `services:
  web:
    image: nginx
    ports:
      - "80"
      - "127.0.0.1:8080-8081:80-81"
      - target: 90
        published: "9090"
  db:
    build: .
networks:
  front: {}
`;
const reading = readProject(
  { files: [file], profiles: [] },
  {
    env: {},
    home: '/root',
    read: (path) => (path === file ? text : undefined),
    kindOf: (path) => (path === file ? 'file' : path === '/shop' ? 'folder' : undefined),
  },
);
const said = (part: readonly string[], code: string, params: Record<string, string | number> = {}): string =>
  translate(
    'en',
    withPlace(reading, part, {
      code,
      doing: raw('a'),
      what: 'port' in params ? msg('ops.docker.portTaken', { port: params['port'] ?? '' }) : raw('wrong'),
      hint: raw('b'),
    }).what,
  );
const web = ['services', 'web'];

describe('the place of what went wrong', () => {
  it.each([
    ['the image', web, 'image.denied', {}, 'compose.yml:3:5: wrong'],
    [
      'the build, where there is no image',
      ['services', 'db'],
      'image.unknown',
      {},
      'compose.yml:10:5: wrong',
    ],
    ['a port in a range', web, 'port.taken', { port: 8080 }, 'compose.yml:6:9: '],
    ['a port in the long form', web, 'port.taken', { port: 9090 }, 'compose.yml:7:9: '],
    ['all ports, where none is that one', web, 'port.taken', { port: 1 }, 'compose.yml:4:5: '],
    ['the image, where there is no health check', web, 'service.unhealthy', {}, 'compose.yml:3:5: wrong'],
    ['the service, for any other reason', web, 'engine.refused', {}, 'compose.yml:2:3: wrong'],
    ['a network', ['networks', 'front'], 'network.overlap', {}, 'compose.yml:12:3: wrong'],
  ] as const)('is that of %s', (_, part, code, params, expected) => {
    expect(said(part, code, params).startsWith(expected)).toBe(true);
  });

  it.each(['engine.unreachable', 'disk.full', 'compose.changed'])('is nowhere for %s', (code) => {
    expect(said(web, code)).toBe('wrong');
  });

  it('is nowhere for a part that the files do not have', () => {
    expect(said(['volumes', 'gone'], 'volume.in-use')).toBe('wrong');
  });
});
