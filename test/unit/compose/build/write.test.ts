import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dotenvText } from '@shared/compose/build/dotenv';
import { emptyDraft, part, type StackDraft, type Value } from '@shared/compose/build/draft';
import { mergeDrafts } from '@shared/compose/build/merge';
import { isSecretName, liftSecrets } from '@shared/compose/build/secret-names';
import { composeText, writeStack } from '@shared/compose/build/write';

const text = (services: StackDraft['services'], more: Partial<StackDraft> = {}): string =>
  composeText({ ...emptyDraft, services, ...more });

describe('writing a compose file', () => {
  it('orders keys, keeps short forms, comments above, a blank line between services', () => {
    const services = {
      web: part(
        {
          ports: ['8080:80'],
          image: 'nginx:1.27',
          depends_on: ['db'],
          command: ['nginx', '-g', 'daemon off;'],
        },
        { '': 'What people see.', ports: 'Open it at\nhttp://localhost:8080' },
      ),
      db: part({
        image: 'mysql:5.7',
        environment: { A: 'yes', B: '0777', C: '$HOME', D: null },
        volumes: ['data:/x'],
      }),
    };
    expect(text(services, { name: 'shop', head: ['A shop.'], volumes: { data: part() } })).toBe(`# A shop.

name: shop

services:
  # What people see.
  web:
    image: nginx:1.27
    command: ["nginx", "-g", "daemon off;"]
    # Open it at
    # http://localhost:8080
    ports:
      - "8080:80"
    depends_on:
      - db

  db:
    image: mysql:5.7
    environment:
      A: "yes"
      B: "0777"
      C: $HOME
      D:
    volumes:
      - data:/x

volumes:
  data:
`);
  });

  it('writes what every YAML reader, 1.1 and 1.2, gives back as it was', () => {
    const scalar = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ maxLength: 30 }).filter((word) => word !== '.'),
      fc.constantFrom('yes', 'NO', '0777', '1e3', '22:22', '~', 'null', '2024-01-01', '- a', '# x', 'a: b', 'a #b', '|', '>', '*a', '&a', '!x', '%a', '@a', '`a', '?', '---', '...', '=', '<<', '0x1F', '.5', '1_000', 'a\nb', 'a\nb\n', ' a\nb', 'a\n\n', 'a\n  b\n', '\ta', 'a\r\nb', '\u2028', '中文', '🙂'),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    ); // prettier-ignore
    const key = fc
      .string({ minLength: 1, maxLength: 12 })
      .filter((name) => name !== '__proto__' && name !== '.');
    const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        scalar,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }), (fields) => {
        const written = text({ app: part(fields) });
        for (const version of ['1.1', '1.2'] as const) {
          const read = parse(written, { version, merge: false }) as { services: { app: unknown } };
          expect(read.services.app ?? {}).toEqual(fields);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('.env', () => {
  it('quotes what would not come back as it is', () => {
    const line = (value: string) => dotenvText([{ name: 'A', value, secret: true }]);
    expect(line('plain-1')).toBe('A=plain-1\n');
    expect(line('two words')).toBe("A='two words'\n");
    expect(line('a$b#c')).toBe("A='a$b#c'\n");
    expect(line(`it's "so" $x`)).toBe(`A="it's \\"so\\" \\$x"\n`);
    expect(line('a\nb')).toBe('A="a\\nb"\n');
  });
});

describe('secrets', () => {
  it.each([
    'MYSQL_ROOT_PASSWORD',
    'API_KEY',
    'apikey',
    'DB_PASS',
    'JWT_SECRET',
    'GITHUB_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'RABBITMQ_DEFAULT_PASS',
  ])('%s is one', (name) => {
    expect(isSecretName(name)).toBe(true);
  });
  it.each([
    'MYSQL_ROOT_PASSWORD_FILE',
    'MYSQL_ALLOW_EMPTY_PASSWORD',
    'MYSQL_RANDOM_ROOT_PASSWORD',
    'PATH',
    'PASSENGER_APP',
    'COMPASS',
    'BYPASS_CACHE',
    'PWD',
  ])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it('go to .env; the same name with another value gets one of its own', () => {
    const draft: StackDraft = {
      ...emptyDraft,
      services: {
        a: part({ environment: { PASSWORD: 'one$$', TZ: 'UTC' } }),
        'b-2': part({ environment: { PASSWORD: 'two' } }),
        c: part({ environment: { PASSWORD: 'two', OTHER_PASSWORD: '${FROM_SHELL}' } }),
      },
    };
    const lifted = liftSecrets(draft, 'set it in .env');
    expect(lifted.env.map(({ name, value }) => [name, value])).toEqual([
      ['PASSWORD', 'one$'],
      ['B_2_PASSWORD', 'two'],
      ['C_PASSWORD', 'two'],
    ]);
    const [compose, env] = writeStack(lifted);
    expect(compose?.text).toContain('PASSWORD: ${B_2_PASSWORD:?set it in .env}');
    expect(compose?.text).not.toContain('one');
    expect(compose?.text).toContain('OTHER_PASSWORD: ${FROM_SHELL}');
    expect(env).toEqual({ path: '.env', text: "PASSWORD='one$'\nB_2_PASSWORD=two\nC_PASSWORD=two\n" });
  });
});

describe('joining drafts', () => {
  it('renames what collides, and what names it', () => {
    const redis = (value: string) => ({
      draft: {
        ...emptyDraft,
        services: {
          redis: part({ image: 'redis', environment: { P: '${REDIS_PASSWORD:?x}' } }),
          app: part({
            image: 'app',
            depends_on: ['redis'],
            environment: { URL: 'redis://redis:6379', HOST: 'redis' },
          }),
        },
        env: [{ name: 'REDIS_PASSWORD', value, secret: true }],
      },
      notes: [],
    });
    const { draft } = mergeDrafts([redis('a'), redis('b')], emptyDraft);
    expect(Object.keys(draft.services)).toEqual(['redis', 'app', 'redis-2', 'app-2']);
    expect(draft.services['app-2']?.fields).toEqual({
      image: 'app',
      depends_on: ['redis-2'],
      environment: { URL: 'redis://redis-2:6379', HOST: 'redis-2' },
    });
    expect(draft.services['redis-2']?.fields['environment']).toEqual({ P: '${REDIS_PASSWORD_2:?x}' });
    expect(draft.env.map(({ name }) => name)).toEqual(['REDIS_PASSWORD', 'REDIS_PASSWORD_2']);
  });
});
