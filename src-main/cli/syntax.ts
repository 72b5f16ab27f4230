import type { MessageKey } from '@shared/i18n/index';

/** An option: `value` names what a string option takes, as its help shows it. */
interface OptionSyntax {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  readonly value?: string;
}

/** All options there are. Those that `redis-cli --cluster` has are named as there. */
export const options = {
  json: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  'dry-run': { type: 'boolean' },
  volumes: { type: 'boolean' },
  engine: { type: 'string', value: 'NAME' },
  lang: { type: 'string', value: 'en|zh-CN' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },

  'cluster-yes': { type: 'boolean' },
  pace: { type: 'string', value: 'gentle|fast' },
  deep: { type: 'boolean' },
  only: { type: 'string', value: 'CODE,…' },
  'cluster-from': { type: 'string', value: 'all|NODE,…' },
  'cluster-to': { type: 'string', value: 'NODE' },
  'cluster-slots': { type: 'string', value: 'N' },
  'cluster-weight': { type: 'string', value: 'NODE=WEIGHT' },
  'cluster-threshold': { type: 'string', value: 'PERCENT' },
  'cluster-use-empty-masters': { type: 'boolean' },
  force: { type: 'boolean' },
  takeover: { type: 'boolean' },
  masters: { type: 'string', value: 'N' },
  'cluster-replicas': { type: 'string', value: 'N' },
  'cluster-slave': { type: 'boolean' },
  'cluster-master-id': { type: 'string', value: 'NODE' },
  empty: { type: 'boolean' },
  'allow-no-replica': { type: 'boolean' },
  how: { type: 'string', value: 'stop|kill|pause|isolate' },
  database: { type: 'string', value: 'N' },
  match: { type: 'string', value: 'PATTERN' },
  'cluster-replace': { type: 'boolean' },
  user: { type: 'string', value: 'NAME' },
  'pass-env': { type: 'string', value: 'NAME' },
  'pass-file': { type: 'string', value: 'PATH' },
  tls: { type: 'boolean' },
  cacert: { type: 'string', value: 'PATH' },
  cert: { type: 'string', value: 'PATH' },
  key: { type: 'string', value: 'PATH' },
  sni: { type: 'string', value: 'NAME' },
  insecure: { type: 'boolean' },
  map: { type: 'string', value: 'HOST:PORT=HOST:PORT' },
  type: { type: 'string', value: 'TYPE' },
  limit: { type: 'string', value: 'N' },
  node: { type: 'string', value: 'NODE' },

  metric: { type: 'string', value: 'METRIC' },
  container: { type: 'string', value: 'NAME,…' },
  from: { type: 'string', value: 'TIME' },
  to: { type: 'string', value: 'TIME' },
  buckets: { type: 'string', value: 'N' },

  // As docker compose names them.
  format: { type: 'string', value: 'yaml|json' },
  'env-file': { type: 'string', value: 'FILE' },
  profile: { type: 'string', value: 'NAME' },
  'project-directory': { type: 'string', value: 'FOLDER' },
  'project-name': { type: 'string', short: 'p', value: 'NAME' },
  follow: { type: 'boolean', short: 'f' },
  tail: { type: 'string', short: 'n', value: 'N|all' },
  since: { type: 'string', value: 'TIME' },
  until: { type: 'string', value: 'TIME' },
  timestamps: { type: 'boolean', short: 't' },
  'no-log-prefix': { type: 'boolean' },
  build: { type: 'boolean' },
  pull: { type: 'boolean' },
  'force-recreate': { type: 'boolean' },
  'no-recreate': { type: 'boolean' },
  'remove-orphans': { type: 'boolean' },
  scale: { type: 'string', value: 'SERVICE=N' },
  service: { type: 'string', value: 'SERVICE,…' },
  by: { type: 'string', value: 'auto|cli|own' },
  rmi: { type: 'string', value: 'local|all' },
} as const satisfies Record<string, OptionSyntax>;
export type OptionName = keyof typeof options;

/** Those that any command takes. */
export const everywhere: readonly OptionName[] = ['lang', 'help', 'version'];

/** What stands behind a command's name, word by word. In brackets: may be left out. With `…`: may come again. */
export interface CommandSyntax {
  readonly words: readonly string[];
  readonly options: readonly OptionName[];
  readonly about: MessageKey;
  /** All that follows its words is taken as it is, options and all. */
  readonly verbatim?: boolean;
}

const run: readonly OptionName[] = ['yes', 'cluster-yes', 'dry-run', 'json', 'engine'];
/** How a compose project is named, beside its files. */
export const project: readonly OptionName[] = ['project-name', 'project-directory', 'env-file', 'profile'];
const composeRun: readonly OptionName[] = ['yes', 'dry-run', 'json', 'engine'];
const login: readonly OptionName[] = [
  ...(['user', 'pass-env', 'pass-file'] as const),
  ...(['tls', 'cacert', 'cert', 'key', 'sni', 'insecure'] as const),
];

export const commands = {
  plan: { words: ['FILE'], options: ['json', 'engine'], about: 'cli.command.plan' },
  apply: { words: ['FILE'], options: ['yes', 'dry-run', 'json', 'engine'], about: 'cli.command.apply' },
  run: {
    words: ['IMAGE…'],
    options: ['yes', 'dry-run', 'json', 'engine'],
    about: 'cli.command.run',
    verbatim: true,
  },
  script: { words: ['FILE'], options: ['engine'], about: 'cli.command.script' },
  status: { words: ['KIND', 'NAME'], options: ['json', 'engine'], about: 'cli.command.status' },
  list: { words: [], options: ['json', 'engine'], about: 'cli.command.list' },
  remove: {
    words: ['KIND', 'NAME'],
    options: ['yes', 'dry-run', 'volumes', 'json', 'engine'],
    about: 'cli.command.remove',
  },
  'redis check': { words: ['NAME'], options: ['deep', 'json', 'engine'], about: 'cli.command.redis.check' },
  'redis fix': { words: ['NAME'], options: ['only', ...run], about: 'cli.command.redis.fix' },
  'redis reshard': {
    words: ['NAME'],
    options: ['cluster-from', 'cluster-to', 'cluster-slots', 'pace', ...run],
    about: 'cli.command.redis.reshard',
  },
  'redis rebalance': {
    words: ['NAME', '[NODE=WEIGHT…]'],
    options: ['cluster-weight', 'cluster-threshold', 'cluster-use-empty-masters', 'pace', ...run],
    about: 'cli.command.redis.rebalance',
  },
  'redis failover': {
    words: ['NAME', 'NODE'],
    options: ['force', 'takeover', ...run],
    about: 'cli.command.redis.failover',
  },
  'redis add-node': {
    words: ['NAME'],
    options: ['masters', 'cluster-replicas', 'empty', 'cluster-slave', 'cluster-master-id', 'pace', ...run],
    about: 'cli.command.redis.add-node',
  },
  'redis del-node': {
    words: ['NAME', 'NODE…'],
    options: ['volumes', 'allow-no-replica', 'pace', ...run],
    about: 'cli.command.redis.del-node',
  },
  'redis drill': { words: ['NAME', 'NODE'], options: ['how', ...run], about: 'cli.command.redis.drill' },
  'redis backup': { words: ['NAME', 'FOLDER'], options: run, about: 'cli.command.redis.backup' },
  'redis import': {
    words: ['NAME'],
    options: ['cluster-from', 'database', 'match', 'cluster-replace', ...login, ...run],
    about: 'cli.command.redis.import',
  },
  'redis keys': {
    words: ['NAME', '[PATTERN]'],
    options: ['type', 'limit', 'json', 'engine'],
    about: 'cli.command.redis.keys',
  },
  'redis call': {
    words: ['NAME', 'COMMAND…'],
    options: ['node', 'json', 'engine'],
    about: 'cli.command.redis.call',
    verbatim: true,
  },
  'redis adopt': {
    words: ['NAME', 'HOST:PORT'],
    options: [...login, 'map', 'json', 'engine'],
    about: 'cli.command.redis.adopt',
  },
  'redis forget': { words: ['NAME'], options: ['engine'], about: 'cli.command.redis.forget' },
  'compose config': {
    words: ['[FILE…]'],
    options: ['format', ...project],
    about: 'cread.cli.config',
  },
  'compose logs': {
    words: ['NAME', '[SERVICE…]'],
    options: ['follow', 'tail', 'since', 'until', 'timestamps', 'no-log-prefix', 'engine'],
    about: 'inside.cli.logs',
  },
  'compose lint': { words: ['[FILE…]'], options: ['json', ...project], about: 'clint.cli.lint' },
  'compose up': {
    words: ['[FILE…]'],
    options: [
      ...(['service', 'scale', 'build', 'pull', 'force-recreate', 'no-recreate'] as const),
      ...(['remove-orphans', 'by'] as const),
      ...project,
      ...composeRun,
    ],
    about: 'cops.cli.up',
  },
  'compose down': { words: ['NAME'], options: ['volumes', 'rmi', ...composeRun], about: 'cops.cli.down' },
  'compose start': { words: ['NAME', '[SERVICE…]'], options: composeRun, about: 'cops.cli.startStack' },
  'compose stop': { words: ['NAME', '[SERVICE…]'], options: composeRun, about: 'cops.cli.stop' },
  'compose restart': { words: ['NAME', '[SERVICE…]'], options: composeRun, about: 'cops.cli.restart' },
  'compose ps': { words: ['[NAME]'], options: ['json', 'engine'], about: 'cops.cli.ps' },
  'metrics query': {
    words: [],
    options: ['metric', 'container', 'from', 'to', 'buckets', 'json'],
    about: 'metrics.cli.query',
  },
  'metrics sources': { words: [], options: ['json', 'engine'], about: 'metrics.cli.sources' },
  diagnose: { words: ['[FILE]'], options: ['json', 'engine'], about: 'diagnose.cli.about' },
  runs: { words: ['[RUN]', '[FILE]'], options: ['json'], about: 'cli.command.runs' },
  resume: { words: ['RUN'], options: ['yes', 'json'], about: 'cli.command.resume' },
  undo: { words: ['RUN'], options: ['yes', 'json'], about: 'cli.command.undo' },
  help: { words: ['[COMMAND]'], options: [], about: 'cli.command.help' },
} as const satisfies Record<string, CommandSyntax>;
export type CommandName = keyof typeof commands;

/** Words under which further commands stand. */
export const groups = ['redis', 'compose', 'metrics'] as const;
export type GroupName = (typeof groups)[number];

export const isGroup = (word: string | undefined): word is GroupName =>
  (groups as readonly (string | undefined)[]).includes(word);

/** The commands of a group, without its word. */
export function commandsIn(group: GroupName): string[] {
  return Object.keys(commands).flatMap((name) =>
    name.startsWith(`${group} `) ? [name.slice(group.length + 1)] : [],
  );
}

/** A command's syntax, its fields all there. */
export const syntaxOf = (name: CommandName): CommandSyntax => commands[name];
