import { describe, expect, it } from 'vitest';
import { applyEdits, lint } from '../../../../src-shared/compose/lint/index';
import { cured, file, problemsOf, read, shown } from './support';

/** `code line:column` of each problem. */
const codes = (text: string): string[] =>
  problemsOf(text).map((line) => {
    const [, place = '', code = ''] = line.split(' ');
    return `${code.replace('compose.', '').replace(':', '')} ${place}`;
  });

const services = (body: string): string =>
  `services:\n${body
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n')}\n`;

describe('the schema', () => {
  it('tells of an unknown key, and which was meant', () => {
    const text = services('web:\n  imagee: nginx:1');
    expect(problemsOf(text)).toEqual([
      'error 3:5 compose.unknown-key: Compose knows no “imagee” in services.web | Did you mean “image”?',
    ]);
    expect(cured(text, 'unknown-key')).toBe(services('web:\n  image: nginx:1'));
  });

  it('tells where a key belongs that stands in the wrong place', () => {
    expect(problemsOf('services:\n  web:\n    image: a:1\ndepends_on: [x]\n')).toEqual([
      'error 4:1 compose.unknown-key: Compose knows no “depends_on” at the top of a file | “depends_on” belongs in services.NAME.',
    ]);
  });

  it('knows services that stand at the top, as in files of the first format', () => {
    expect(problemsOf('volume:\n  image: a:1\n')).toEqual([
      'error 1:1 compose.unknown-key: Compose knows no “volume” at the top of a file | It is written like a service: put it under `services:`, indented.',
    ]);
  });

  it('says what is amiss where a variable left nothing', () => {
    expect(problemsOf(services('web:\n  image: a:1\n  init: "${INIT}"'))).toEqual([
      expect.stringContaining('error 4:11 compose.cast: Empty text stands here'),
      expect.stringContaining('warning 4:12 compose.variable-unset'),
    ]);
    expect(problemsOf(services('web:\n  image: ${IMAGE}'))).toEqual([
      expect.stringContaining('error 3:5 compose.no-image: The image of web is empty text'),
      expect.stringContaining('warning 3:12 compose.variable-unset'),
    ]);
    expect(problemsOf(services('web:\n  image: a:1\n  volumes: ["${DIR}:/data"]'))).toEqual([
      expect.stringContaining(
        'error 4:15 compose.list-entry: “:/data” cannot be an entry of services.web.volumes',
      ),
      expect.stringContaining('warning 4:16 compose.variable-unset'),
    ]);
  });

  it('puts quotes around a number where text is due', () => {
    const text = services('web:\n  image: a:1\n  command: [sleep, 60]');
    expect(codes(text)).toEqual(['type 4:22']);
    expect(cured(text, 'type')).toContain('command: [sleep, "60"]');
    expect(problemsOf(cured(text, 'type'))).toEqual([]);
  });

  it('puts quotes around a date where text is due, and lets it stand among variables', () => {
    const text = services('web:\n  image: a:1\n  hostname: 2001-01-02\n  environment: { DAY: 2001-01-02 }');
    expect(problemsOf(text)).toEqual([
      'error 4:15 compose.type: services.web.hostname cannot be a date | Put it in quotes: "2001-01-02".',
    ]);
    expect(problemsOf(cured(text, 'type'))).toEqual([]);
  });

  it('tells of a tab that changes nothing beside what else is amiss, and puts spaces in its place', () => {
    const text = services('web:\n  imag: a:1\n\t\n  image: b:1\n  ports:\n  -\t80');
    expect(codes(text)).toEqual(['unknown-key 3:5', 'tab 4:3', 'tab 7:6']);
    expect(codes(cured(text, 'tab'))).toEqual(['unknown-key 3:5', 'tab 7:6']);
    expect(codes(cured(cured(text, 'tab'), 'tab'))).toEqual(['unknown-key 3:5']);
  });

  it('writes the policy that `restart: false` means', () => {
    const text = services('web:\n  image: a:1\n  restart: false');
    expect(problemsOf(text)).toEqual([
      'error 4:14 compose.type: services.web.restart cannot be true or false | A container that is not to start again has the policy "no", in quotes.',
    ]);
    expect(cured(text, 'type')).toContain('restart: "no"');
    expect(problemsOf(cured(text, 'type'))).toEqual([]);
  });

  it('makes a list of one text', () => {
    const text = services('web:\n  image: a:1\n  profiles: dev');
    expect(codes(text)).toEqual(['type 4:15']);
    expect(cured(text, 'type')).toContain('profiles: [dev]');
  });

  it('knows words of a choice, and keys that must be there', () => {
    const text = services(
      'db:\n  image: a:1\n  healthcheck: { test: x }\nweb:\n  image: a:1\n  depends_on:\n    db: { condition: service_helthy }',
    );
    expect(codes(text)).toEqual(['choice 8:24']);
    expect(problemsOf(cured(text, 'choice'))).toEqual([]);
    expect(
      codes(services('web:\n  image: a:1\n  build: { context: ., ulimits: { nofile: { soft: 1 } } }')),
    ).toEqual(['required 4:45']);
  });

  it('lets extensions pass everywhere that compose does', () => {
    expect(
      problemsOf('x-a: 1\nservices:\n  web:\n    image: a:1\n    x-b: { c: 1 }\n    deploy: { x-c: 1 }\n'),
    ).toEqual([]);
  });
});

describe('names', () => {
  const web = 'web:\n  image: a:1\n';

  it('of networks and volumes that nobody declares are found, and declared', () => {
    const text = services(`${web}  networks: [back]\n  volumes: [data:/data, "./x:/x"]`);
    expect(codes(text)).toEqual(['undeclared-network 4:16', 'undeclared-volume 5:15']);
    const one = cured(text, 'undeclared-network');
    expect(one).toBe(`${text}\nnetworks:\n  back:\n`);
    const both = cured(one, 'undeclared-volume');
    expect(problemsOf(both)).toEqual([]);
  });

  it('are declared below what is declared already, as it is indented', () => {
    const text = `${services(`${web}  networks: [back, front]`)}networks:\n    front:\n`;
    expect(cured(text, 'undeclared-network')).toContain('networks:\n    back:\n    front:\n');
  });

  it('that were mistyped are put right', () => {
    const text = `${services(`${web}  networks: [frnot]`)}networks:\n  front:\n`;
    expect(codes(text)).toEqual(['undeclared-network 4:16']);
    expect(problemsOf(cured(text, 'undeclared-network'))).toEqual([]);
  });

  it('of services that are not there are found wherever one names them', () => {
    const text = services(`${web}  depends_on: [dbb]\n  volumes_from: [dbb:ro]\ndb:\n  image: a:1`);
    expect(codes(text)[0]).toBe('undeclared-service 4:18');
    expect(cured(text, 'undeclared-service')).toContain('depends_on: [db]');
  });

  it('are told of with a hint about themselves, also where the file cannot be read whole', () => {
    const text = services(
      `${web}  imagee: x\n  networks: [back]\n  volumes: [data:/data]\n  depends_on: [db]`,
    );
    const hints = problemsOf(text).filter((line) => line.includes('undeclared'));
    expect(hints.map((line) => line.split(' | ')[1]).sort()).toEqual([
      'Add a service “db”, or leave this out: there is no other service yet.',
      'Declare it under the top-level “networks”.',
      'Declare it under the top-level “volumes”. A path on the host begins with ./ or /.',
    ]);
  });

  it('of containers are doubled only once', () => {
    const text = services(`${web}  container_name: one\nb:\n  image: a:1\n  container_name: one`);
    const [problem] = lint(read(text));
    expect(codes(text)).toEqual(['duplicate-container-name 7:21']);
    expect(problem?.related?.[0]?.from.line).toBe(4);
    expect(problemsOf(cured(text, 'duplicate-container-name'))).toEqual([]);
  });

  it('of the host’s ports as well', () => {
    const text = services(
      `${web}  ports: ["8080:80", "8081:81"]\nb:\n  image: a:1\n  ports: ["127.0.0.1:8080:80"]`,
    );
    expect(codes(text)).toEqual(['duplicate-port 7:13']);
    expect(cured(text, 'duplicate-port')).toContain('"127.0.0.1:8082:80"');
    // Other addresses, other protocols, and ports that the engine picks are no clash.
    const apart = services(
      `${web}  ports: ["127.0.0.1:53:53", "53:53/udp", "80"]\nb:\n  image: a:1\n  ports: ["127.0.0.2:53:53", "80"]`,
    );
    expect(problemsOf(apart)).toEqual([]);
  });

  it('in a circle: the whole of it is told, once', () => {
    const text = services(
      'a:\n  image: a:1\n  depends_on: [b]\nb:\n  image: a:1\n  depends_on: [c]\nc:\n  image: a:1\n  depends_on: [a]',
    );
    const found = problemsOf(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/compose\.depends-cycle: .*a (→|->) b (→|->) c (→|->) a/);
  });

  it('that nobody uses are remarked on, and taken out', () => {
    const text = `${services(web.trimEnd())}networks:\n  old:\nvolumes:\n  data:\n    driver: local\n`;
    expect(codes(text)).toEqual(['unused 5:3', 'unused 7:3']);
    const once = cured(text, 'unused');
    expect(once).not.toContain('networks:');
    expect(cured(once, 'unused')).toBe(services(web.trimEnd()));
  });
});

describe('values that only the engine would refuse', () => {
  const one = (line: string): string => services(`web:\n  image: a:1\n  ${line}`);

  it.each([
    ['restart: allways', 'restart 4:14', 'restart: always'],
    ['restart: "on-failure:x"', 'restart 4:14', 'restart: on-failure'],
    ['mem_limit: 512', 'memory 4:16', 'mem_limit: 512m'],
    ['cap_add: [NET_ADMN]', 'capability 4:15', 'cap_add: [NET_ADMIN]'],
    ['tty: yes', 'old-boolean 4:10', 'tty: true'],
  ])('%s', (line, code, better) => {
    expect(codes(one(line))).toEqual([code]);
    const text = cured(one(line), code.split(' ')[0] ?? '');
    expect(text).toBe(one(better));
    expect(problemsOf(text)).toEqual([]);
  });

  it.each(['restart: unless-stopped', 'restart: "no"', 'mem_limit: 6m', 'cap_drop: [all, CAP_NET_RAW]'])(
    '%s is fine',
    (line) => {
      expect(problemsOf(one(line))).toEqual([]);
    },
  );

  it('a fixed address needs a subnet that holds it', () => {
    const at = (address: string, network: string): string =>
      `${one(`networks: { n: { ipv4_address: ${address} } }`)}networks:\n  n:${network}\n`;
    const subnet = ' { ipam: { config: [{ subnet: 10.9.0.0/24 }] } }';
    expect(codes(at('10.9.0.5', ''))).toEqual(['address-without-subnet 4:36']);
    expect(codes(at('10.8.0.5', subnet))).toEqual(['address-outside 4:36']);
    expect(cured(at('10.8.0.5', subnet), 'address-outside')).toBe(at('10.9.0.5', subnet));
    expect(codes(at('10.9.0.1', subnet))).toEqual(['address-gateway 4:36']);
    expect(codes(at('10.9.0.255', subnet))).toEqual(['address-reserved 4:36']);
    expect(codes(at('10.9.0.300', subnet))).toEqual(['address 4:36']);
    expect(problemsOf(at('10.9.0.5', subnet))).toEqual([]);
  });

  it('never repeats a password', () => {
    const text = one('environment: { DB_PASSWORD: hunter2, TOKEN: "${T:-}" }');
    const found = problemsOf(text);
    expect(codes(text)).toEqual(['plain-secret 4:20']);
    expect(found.join()).not.toContain('hunter2');
  });
});

describe('cures for what reading found', () => {
  it('does not take what an env file gives for a secret in the file', () => {
    const text = services('db:\n  image: a:1\n  env_file: [.env]\n  environment: [A=1]');
    expect(lint(read({ [file]: text, '/p/.env': 'DB_PASSWORD=top\n' })).map(shown)).toEqual([]);
  });

  it('says that all services wait for a profile', () => {
    expect(problemsOf(services('db:\n  image: a:1\n  profiles: [b, a]'))).toEqual([
      'info 1:1 compose.no-services: Every service waits for a profile: a, b | Switch one on to see and start its services.',
    ]);
  });

  it('the version line goes, with its line alone', () => {
    const text = '# shop\nversion: "3"\nservices:\n  web:\n    image: a:1\n';
    expect(cured(text, 'version')).toBe('# shop\nservices:\n  web:\n    image: a:1\n');
  });

  it('a tab becomes spaces', () => {
    const text = 'services:\n  web:\n\t\timage: a:1\n';
    expect(cured(text, 'tab')).toBe('services:\n  web:\n    image: a:1\n');
  });

  it('an unset variable gets a default', () => {
    const text = services('web:\n  image: "a:${TAG}"');
    expect(cured(text, 'variable-unset')).toBe(services('web:\n  image: "a:${TAG:-}"'));
  });

  it('a password moves to .env, where there is one', () => {
    const env = '/p/.env';
    for (const [written, left] of [
      ['{ DB_PASSWORD: hunter2 }', '{ DB_PASSWORD: "${DB_PASSWORD}" }'],
      ['["DB_PASSWORD=hunter2"]', '["DB_PASSWORD=${DB_PASSWORD}"]'],
    ] as const) {
      const text = services(`web:\n  image: a:1\n  environment: ${written}`);
      const reading = read({ [file]: text, [env]: 'A=1' });
      const [problem] = lint(reading);
      const edits = problem?.fixes[0]?.edits ?? [];
      expect(applyEdits('A=1', env, edits)).toBe("A=1\nDB_PASSWORD='hunter2'\n");
      const put = applyEdits(text, file, edits);
      expect(put).toContain(left);
      const again = read({ [file]: put, [env]: applyEdits('A=1', env, edits) });
      expect(again.model?.services['web']?.environment).toEqual({ DB_PASSWORD: 'hunter2' });
      expect(lint(again)).toEqual([]);
    }
  });
});
