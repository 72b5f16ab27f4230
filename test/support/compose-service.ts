import fc from 'fast-check';

/* Services that might have been written by somebody: valid for the most part, with every form of every key. */

export const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
export const word = fc.oneof(
  fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_./-]{0,8}$/),
  fc.constantFrom(
    '$FOO',
    '${FOO}',
    '${UNSET:-d}',
    '${UNSET-}',
    '$$x',
    '${FOO:+y}',
    '${EMPTY:-z}',
    'a b',
    '',
    'x=y',
    '<&>',
  ),
);
const value = fc.oneof(
  word,
  fc.integer({ min: -1000, max: 100_000 }),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  fc.constantFrom('yes', 'no', '0777', '1e3', '1_000', '22:22', '0x1F', 'null', '~', 'true'),
);
export const list = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 1, maxLength: 3 });
const set = <T>(each: fc.Arbitrary<T>) => fc.uniqueArray(each, { minLength: 1, maxLength: 3 });
const variable = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,5}$/);
export const pairs = fc.oneof(
  fc.dictionary(variable, value, { maxKeys: 4 }),
  list(
    fc.oneof(
      variable,
      fc.tuple(variable, word).map(([key, text]) => `${key}=${text}`),
    ),
  ),
);
const portNumber = fc.integer({ min: 1, max: 65_000 });
const port = fc.oneof(
  portNumber,
  portNumber.map(String),
  fc.tuple(portNumber, portNumber).map(([a, b]) => `${a}:${b}`),
  fc.tuple(portNumber, portNumber).map(([a, b]) => `127.0.0.1:${a}:${b}/udp`),
  fc.tuple(portNumber, fc.integer({ min: 0, max: 5 })).map(([a, n]) => `${a}-${a + n}:${a}-${a + n}`),
  portNumber.map((a) => `[::1]:${a}:80/tcp`),
  fc.record(
    {
      target: portNumber,
      published: fc.oneof(portNumber, portNumber.map(String)),
      protocol: fc.constantFrom('tcp', 'udp'),
      mode: fc.constantFrom('host', 'ingress'),
    },
    { requiredKeys: ['target'] },
  ),
);
const target = fc.stringMatching(/^\/[a-z]{1,6}(\/[a-z]{1,3}){0,2}\/?$/);
const option = fc.constantFrom('', ':ro', ':rw', ':z', ':ro,Z', ':nocopy', ':rslave', ':cached');
const mount = fc.oneof(
  fc
    .tuple(fc.constantFrom('./a', '../b', '/abs/c', '~/d', 'data', '.', './x/../y'), target, option)
    .map((parts) => `${parts[0]}:${parts[1]}${parts[2]}`),
  target,
  fc.record(
    {
      type: fc.constant('bind'),
      source: fc.constantFrom('./l', '/l'),
      target,
      read_only: fc.boolean(),
      bind: fc.record(
        { propagation: fc.constantFrom('rslave', 'shared'), create_host_path: fc.boolean() },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['type', 'source', 'target'] },
  ),
  fc.record(
    {
      type: fc.constant('tmpfs'),
      target,
      tmpfs: fc.record(
        { size: fc.constantFrom('64m', 100, '1gb'), mode: fc.constantFrom(493, 511) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['type', 'target'] },
  ),
);
const sizeText = fc.constantFrom('64m', '1g', '1.5gb', '512k', '2 MB', '100b', '1024');
const size = fc.oneof(sizeText, fc.integer({ min: 0, max: 1e9 }));
const duration = fc.constantFrom('10s', '1m30s', '90s', '500ms', '1h', '1.5s', '0s', '1h0m5s', '250us');
const command = fc.oneof(
  list(fc.oneof(word, fc.constant('--flag=1'))),
  fc.constantFrom(
    'echo hi',
    'sh -c "a \'b\' c"',
    "a 'b c' d",
    'x && y',
    'a\\ b',
    '',
    'run --opt="$FOO x"',
    'a | b',
    'one\ntwo',
  ),
);
const logging = fc.record(
  {
    driver: fc.constantFrom('json-file', 'syslog'),
    options: fc.dictionary(name, fc.oneof(word, fc.integer(), fc.constant(null)), { maxKeys: 2 }),
  },
  { requiredKeys: [] },
);
export const truth = fc.oneof(fc.boolean(), fc.constantFrom('true', 'yes', '${UNSET:-false}'));
// None at all in two files, one over the other: 2.26 refuses that (docs/compose-differences.md).
const hosts = fc.oneof(
  set(fc.constantFrom('a:1.1.1.1', 'b=::1', 'c:[::2]', 'a:1.1.1.2')),
  fc.dictionary(name, fc.constantFrom('1.2.3.4', '::1'), { minKeys: 1, maxKeys: 2 }),
);
const deploy = fc.record(
  {
    replicas: fc.constant(1),
    labels: pairs,
    mode: fc.constantFrom('replicated', 'global'),
    resources: fc.record(
      {
        limits: fc.record(
          {
            cpus: fc.constantFrom('0.5', 1, '0.10', 1.25),
            memory: sizeText,
            pids: fc.integer({ min: 1, max: 9 }),
          },
          { requiredKeys: [] },
        ),
        reservations: fc.record({ cpus: fc.constantFrom('0.25'), memory: sizeText }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    ),
    restart_policy: fc.record(
      {
        condition: fc.constantFrom('any', 'on-failure'),
        delay: duration,
        max_attempts: fc.integer({ min: 0, max: 5 }),
        window: duration,
      },
      { requiredKeys: [] },
    ),
    update_config: fc.record(
      {
        parallelism: fc.integer({ min: 0, max: 3 }),
        delay: duration,
        order: fc.constantFrom('start-first'),
        max_failure_ratio: fc.constantFrom(0, 0.1, 0.3),
      },
      { requiredKeys: [] },
    ),
    placement: fc.record(
      {
        constraints: list(fc.constant('node.role == manager')),
        preferences: list(fc.record({ spread: word })),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** A service of a made-up project. */
export const service = fc.record(
  {
    image: fc.constantFrom('redis:7.0', 'a/b:${UNSET:-1}', 'x@sha256:abc'),
    build: fc.oneof(
      fc.constantFrom('.', './dir', 'https://example.org/x.git'),
      fc.record(
        {
          context: fc.constantFrom('.', '../c'),
          dockerfile: fc.constant('D'),
          args: pairs,
          labels: pairs,
          target: word,
          cache_from: list(word),
          extra_hosts: hosts,
          no_cache: fc.boolean(),
          shm_size: size,
        },
        { requiredKeys: [] },
      ),
    ),
    command,
    entrypoint: command,
    environment: pairs,
    labels: pairs,
    ports: set(port),
    expose: set(fc.oneof(portNumber, portNumber.map(String))),
    volumes: list(mount),
    networks: fc.oneof(
      set(fc.constantFrom('front', 'back', 'default')),
      fc.dictionary(
        fc.constantFrom('front', 'back'),
        fc.oneof(
          fc.constant(null),
          fc.record(
            {
              aliases: set(name),
              ipv4_address: fc.constant('10.9.0.9'),
              priority: fc.integer({ min: 0, max: 9 }),
            },
            { requiredKeys: [] },
          ),
        ),
        { minKeys: 1, maxKeys: 2 },
      ),
    ),
    restart: fc.constantFrom('always', 'no', 'on-failure:3', 'unless-stopped'),
    healthcheck: fc.record(
      {
        test: fc.oneof(fc.constantFrom('curl x', 'a || exit 1'), fc.constant(['CMD', 'x'])),
        interval: duration,
        timeout: duration,
        start_period: duration,
        retries: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant('${UNSET:-4}')),
        disable: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    deploy,
    logging,
    tty: truth,
    stdin_open: truth,
    privileged: truth,
    read_only: truth,
    init: truth,
    user: fc.oneof(fc.constantFrom('root', '1000:1000'), fc.constant('104')),
    working_dir: word,
    hostname: name,
    stop_signal: fc.constant('SIGINT'),
    stop_grace_period: duration,
    cap_add: set(fc.constantFrom('NET_ADMIN', 'SYS_TIME', 'ALL')),
    shm_size: size,
    memswap_limit: fc.oneof(size, fc.constant(-1)),
    cpu_shares: fc.integer({ min: 0, max: 99 }),
    cpuset: fc.constantFrom('0', '0-1'),
    oom_score_adj: fc.integer({ min: -9, max: 9 }),
    sysctls: fc.oneof(
      fc.dictionary(name, fc.oneof(word, fc.integer()), { maxKeys: 2 }),
      list(fc.tuple(name, name).map(([a, b]) => `${a}=${b}`)),
    ),
    ulimits: fc.dictionary(
      name,
      fc.oneof(
        fc.integer({ min: 1, max: 99 }),
        fc.record({ soft: fc.integer({ min: 1, max: 9 }), hard: fc.integer({ min: 1, max: 9 }) }),
      ),
      { maxKeys: 2 },
    ),
    tmpfs: fc.oneof(fc.constant('/run/t'), fc.constant(['/run/t', '/run/u:size=1m'])),
    dns: fc.oneof(fc.constant('1.1.1.1'), fc.constant(['1.1.1.1', '8.8.8.8'])),
    dns_search: fc.oneof(fc.constant('a.b'), fc.constant(['a.b', 'c.d'])),
    extra_hosts: hosts,
    devices: set(fc.constantFrom('/dev/a', '/dev/b:/dev/c', '/dev/d:/dev/e:r')),
    security_opt: set(word.filter((text) => text !== '')),
    group_add: set(fc.constantFrom('mail', '100')),
    profiles: set(fc.constantFrom('p1', 'p2')),
    platform: fc.constant('linux/amd64'),
    pull_policy: fc.constantFrom('always', 'missing', 'if_not_present', 'never'),
    scale: fc.constant(1),
    'x-own': fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: ['image'] },
);
