import { describe, expect, it } from 'vitest';
import { completionsAt, format, graphOf, hoverAt } from '../../../../src-shared/compose/lint/index';
import { read } from './support';

/** Completions where `|` stands in the text. */
function at(marked: string): string[] {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  return completionsAt(text, offset).map(({ label }) => label);
}

/** The text after a completion of that label was taken. */
function taken(marked: string, label: string): string {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = completionsAt(text, offset).find((each) => each.label === label);
  if (found === undefined) throw new Error(`no ${label} in ${at(marked).join(' ')}`);
  return text.slice(0, found.from) + found.insert + text.slice(found.to);
}

describe('completion', () => {
  it('offers the top level’s keys, but for those that are there', () => {
    const found = at('services:\n  web:\n    image: a:1\n|');
    expect(found).toEqual(expect.arrayContaining(['networks', 'volumes', 'name', 'include']));
    expect(found).not.toContain('services');
  });

  it('offers a service’s keys on a new line and within a word', () => {
    const found = at('services:\n  web:\n    image: a:1\n    |\n');
    expect(found).toEqual(expect.arrayContaining(['ports', 'depends_on', 'healthcheck']));
    expect(found).not.toContain('image');
    expect(at('services:\n  web:\n    im|\n  db:\n    image: x\n')).toContain('image');
  });

  it('writes what follows a key: a space, an item, a deeper line', () => {
    const service = 'services:\n  web:\n    ';
    expect(taken(`${service}ima|`, 'image')).toBe(`${service}image: `);
    expect(taken(`${service}po|`, 'ports')).toBe(`${service}ports:\n      - `);
    expect(taken(`${service}hea|`, 'healthcheck')).toBe(`${service}healthcheck:\n      `);
    expect(taken(`${service}ima|: a:1`, 'image')).toBe(`${service}image: a:1`);
  });

  it('goes through maps in lists and in braces', () => {
    const ports = at('services:\n  web:\n    ports:\n      - target: 80\n        |');
    expect(ports).toContain('published');
    expect(ports).not.toContain('target');
    expect(at('services:\n  web:\n    ports:\n    - |')).toContain('published');
    expect(at('services:\n  web:\n    deploy: { resources: { li| } }')).toContain('limits');
    expect(at('services:\n  web:\n    healthcheck:\n      |')).toContain('interval');
  });

  it('offers values, and names that the project has', () => {
    expect(at('services:\n  web:\n    restart: |')).toContain('unless-stopped');
    expect(at('services:\n  web:\n    tty: |')).toEqual(['true', 'false']);
    const end = 'networks:\n  front:\n  back: {}\nvolumes:\n  data:\n';
    expect(at(`services:\n  web:\n    networks:\n      - |\n${end}`)).toEqual(['front', 'back']);
    expect(at(`services:\n  web:\n    networks: [fr|]\n${end}`)).toEqual(['front', 'back']);
    expect(at(`services:\n  web:\n    depends_on:\n      - |\n  db:\n    image: x\n${end}`)).toEqual(['db']);
    expect(at(`services:\n  web:\n    volumes:\n      - da|\n${end}`)).toContain('data');
    expect(
      at('services:\n  web:\n    depends_on:\n      db:\n        condition: |\n  db:\n    image: x\n'),
    ).toContain('service_healthy');
  });

  it('keeps silent in comments and blocks of text', () => {
    expect(at('services:\n  web:\n    # ima|\n')).toEqual([]);
    expect(at('configs:\n  c:\n    content: >\n      ima|'.replace('>', '|-').replace('|-', '>'))).toEqual(
      [],
    );
  });
});

describe('hover', () => {
  const text =
    'services:\n  web:\n    image: "a:${TAG:-1}"\n    networks: [front]\n    healthcheck: { interval: 5s }\nnetworks:\n  front:\n';
  const over = (word: string): ReturnType<typeof hoverAt> =>
    hoverAt(text, text.indexOf(word) + 1, read(text));

  it('tells what a key is and takes', () => {
    expect(over('image')).toMatchObject({ title: 'services.web.image', takes: ['string'] });
    expect(over('image')?.docs).toMatch(/image/);
    expect(over('interval')?.title).toBe('services.web.healthcheck.interval');
  });

  it('tells where a name is declared and a value comes from', () => {
    expect(over('front]')?.notes).toEqual([{ key: 'clint.hover.declared', params: { line: 7 } }]);
    expect(over('TAG')?.notes).toEqual([
      { key: 'clint.hover.variable', params: { source: { key: 'clint.hover.default' } } },
    ]);
  });

  it('has nothing to say of blanks', () => {
    expect(hoverAt('services:\n\n', 10)).toBeUndefined();
  });
});

describe('the graph', () => {
  const text = `services:
  web:
    image: nginx:1
    ports: ["127.0.0.1:8080:80", "53:53/udp"]
    depends_on: { db: { condition: service_healthy } }
    networks: { front: { ipv4_address: 10.1.0.5 } }
    deploy: { replicas: 3 }
  db:
    build: ./db
    volumes: ["data:/var/lib"]
    network_mode: service:web
networks:
  front: { ipam: { config: [{ subnet: 10.1.0.0/24 }] } }
volumes:
  data: { external: true }
`;
  const graph = graphOf(read(text));

  it('has every part with its place', () => {
    const web = graph.nodes.find(({ name }) => name === 'web');
    expect(web).toMatchObject({
      detail: 'nginx:1',
      replicas: 3,
      ports: ['127.0.0.1:8080 → 80', '53 → 53/udp'],
    });
    expect(text.slice(web?.key?.from.offset, web?.key?.to.offset)).toBe('web');
    expect(web?.at?.to.line).toBeGreaterThanOrEqual(7);
    expect(graph.nodes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'service web',
      'service db',
      'network front',
      'volume data',
    ]);
    expect(graph.nodes.find(({ name }) => name === 'data')?.external).toBe(true);
  });

  it('and what uses what', () => {
    expect(
      graph.edges.map(({ from, to, label }) => `${from.name} -> ${to.name} ${label ?? ''}`.trim()),
    ).toEqual(['web -> db healthy', 'web -> front 10.1.0.5', 'db -> web', 'db -> data /var/lib']);
  });

  it('shows the default network where services are on it', () => {
    const plain = graphOf(read('services:\n  a:\n    image: x:1\n'));
    expect(plain.nodes.map(({ name }) => name)).toEqual(['a', 'default']);
    expect(plain.edges).toHaveLength(1);
  });
});

describe('format', () => {
  it('puts indentation and blanks in order, and keeps the rest', () => {
    const text =
      '# head\nservices:\n      web:   # the shop\n          image:   "a:1"\n\n\n\n          tty: yes\n          environment: {A: 0777,B: \'x\'}\n          ports:\n          - 80:80\n          <<: *no\nx: &no {a: 1}\n'.replace(
        '          <<: *no\nx: &no {a: 1}\n',
        'networks:\n      bjnet:\n',
      );
    const put = format(text);
    expect(put).toBe(
      '# head\nservices:\n  web: # the shop\n    image: "a:1"\n\n    tty: yes\n    environment: { A: 0777, B: \'x\' }\n    ports:\n      - 80:80\nnetworks:\n  bjnet:\n',
    );
    expect(format(put ?? '')).toBe(put);
  });

  it('keeps anchors, tags, blocks of text and line ends', () => {
    const text =
      'x-a: &a\r\n  k: 1\r\nservices:\r\n  web:\r\n    <<: *a\r\n    ports: !reset []\r\n    command: |\r\n      one\r\n      two\r\n';
    expect(format(text)).toBe(text);
  });

  it('leaves alone what is no YAML', () => {
    expect(format('a: [1\nb: 2\n')).toBeUndefined();
    expect(format('')).toBe('');
    expect(format('# soon\n')).toBe('# soon\n');
    // Of several documents none may be lost.
    expect(format('services: { a: { image: x } }\n---\nservices: { b: { image: y } }\n')).toBeUndefined();
  });
});
