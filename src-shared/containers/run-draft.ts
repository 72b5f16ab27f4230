import { isSecretName } from '../compose/build/secret-names';
import { shellCommands } from '../compose/build/shell-words';
import type { SecretRef } from '../secrets';
import { runSpecSchema, type PullPolicy, type RunSpec, type RunSpecInput } from './run-spec';
import { ulimitFrom, ulimitText } from './run-texts';

export interface DraftPort {
  host: number | undefined;
  container: number | undefined;
  protocol: 'tcp' | 'udp';
  hostIp: string;
}
export interface DraftMount {
  source: string;
  target: string;
  readOnly: boolean;
}
export interface DraftVariable {
  name: string;
  /** Of a secret: only as long as someone types it. */
  value: string;
  secret: boolean;
  /** Where the secret is kept. */
  ref?: SecretRef | undefined;
}

/** A container as a form holds it: what is being typed need not be right. */
export interface RunDraft {
  image: string;
  pull: PullPolicy;
  name: string;
  /** As in a shell. */
  command: string;
  entrypoint: string;
  hostname: string;
  user: string;
  workingDir: string;
  privileged: boolean;
  network: string;
  subnet: string;
  address: string;
  /** With blanks between. */
  aliases: string;
  ports: DraftPort[];
  mounts: DraftMount[];
  env: DraftVariable[];
  labels: Record<string, string>;
  policy: 'no' | 'on-failure' | 'unless-stopped' | 'always';
  tries: number | undefined;
  /** MiB */
  memory: number | undefined;
  cpus: number | undefined;
  pids: number | undefined;
  /** As on the command line, with blanks between: `nofile=1024:2048 nproc=64`. */
  ulimits: string;
  /** The command of its health check; empty: the image's own, or none. */
  health: string;
  healthInterval: string;
  healthTimeout: string;
  healthStart: string;
  healthRetries: number | undefined;
  autoRemove: boolean;
  tty: boolean;
  interactive: boolean;
}

export const emptyRun = (): RunDraft => ({
  ...{
    image: '',
    pull: 'missing',
    name: '',
    command: '',
    entrypoint: '',
    hostname: '',
    user: '',
    workingDir: '',
  },
  ...{ privileged: false, network: '', subnet: '', address: '', aliases: '' },
  ...{ ports: [], mounts: [], env: [], labels: {}, policy: 'no', tries: undefined },
  ...{ memory: undefined, cpus: undefined, pids: undefined, ulimits: '' },
  ...{ health: '', healthInterval: '', healthTimeout: '', healthStart: '', healthRetries: undefined },
  ...{ autoRemove: false, tty: false, interactive: false },
});

export const emptyPort = (): DraftPort => ({
  ...{ host: undefined, container: undefined, protocol: 'tcp', hostIp: '' },
});
export const emptyMount = (): DraftMount => ({ source: '', target: '', readOnly: false });
export const emptyVariable = (): DraftVariable => ({ name: '', value: '', secret: false });

/** A variable that is named like a secret is one, until somebody says otherwise. */
export const variable = (name: string, value: string): DraftVariable => ({
  ...{ name, value, secret: isSecretName(name) },
});

const mebibyte = 1024 * 1024;
const isPath = (text: string): boolean => /^(?:\/|[A-Za-z]:\\)/.test(text);
const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
const set = <K extends string, V>(key: K, value: V | undefined | ''): { [P in K]?: V } =>
  value === undefined || value === '' ? {} : ({ [key]: value } as { [P in K]?: V });

/** What the form says, as the plan takes it; fields that are empty are left out, rows as well. */
export function specOfDraft(draft: RunDraft): RunSpecInput {
  const { policy, tries, memory } = draft;
  const restart = { name: policy, ...(policy === 'on-failure' && set('maximumRetryCount', tries)) };
  return {
    ...{ name: draft.name.trim(), image: draft.image.trim(), pull: draft.pull },
    command: shellCommands(draft.command).flatMap((each) => each.words.map(({ plain }) => plain)),
    ...set('entrypoint', draft.entrypoint.trim()),
    ...set('hostname', draft.hostname.trim()),
    ...set('user', draft.user.trim()),
    ...set('workingDir', draft.workingDir.trim()),
    privileged: draft.privileged,
    ...set('network', draft.network.trim()),
    ...set('subnet', draft.subnet.trim()),
    ...set('address', draft.address.trim()),
    aliases: words(draft.aliases),
    ports: draft.ports
      .filter((port) => !isEmptyPort(port))
      .map(({ host, container, protocol, hostIp }) => ({
        ...{ hostPort: host ?? 0, containerPort: container ?? 0, protocol },
        ...set('hostIp', hostIp.trim()),
      })),
    mounts: draft.mounts
      .filter((mount) => !isEmptyMount(mount))
      .map(({ source, target, readOnly }) => ({
        type: isPath(source.trim()) ? ('bind' as const) : ('volume' as const),
        ...{ source: source.trim(), target: target.trim(), readOnly },
      })),
    env: draft.env
      .filter((each) => !isEmptyVariable(each))
      .map((each) =>
        each.secret
          ? { name: each.name.trim(), secret: each.ref ?? { stored: '' } }
          : { name: each.name.trim(), value: each.value },
      ),
    labels: draft.labels,
    restart,
    ...set('memory', memory === undefined ? undefined : Math.round(memory * mebibyte)),
    ...set('cpus', draft.cpus),
    ...set('pids', draft.pids),
    // What is none of them stays in the list, for the schema to refuse.
    ulimits: words(draft.ulimits).map((each) => ulimitFrom(each) ?? { name: each, soft: 0, hard: 0 }),
    ...(draft.health.trim() !== '' && {
      health: {
        command: draft.health.trim(),
        ...set('interval', draft.healthInterval.trim()),
        ...set('timeout', draft.healthTimeout.trim()),
        ...set('startPeriod', draft.healthStart.trim()),
        ...set('retries', draft.healthRetries),
      },
    }),
    ...{ autoRemove: draft.autoRemove, tty: draft.tty, interactive: draft.interactive },
  };
}

/** A spec as the form holds it: of a file that was opened. */
export function draftOfSpec(spec: RunSpec): RunDraft {
  const { health } = spec;
  return {
    ...emptyRun(),
    ...{ name: spec.name, image: spec.image, pull: spec.pull },
    ...{ command: spec.command.map(shellWord).join(' ') },
    ...{ entrypoint: spec.entrypoint ?? '', hostname: spec.hostname ?? '', user: spec.user ?? '' },
    ...{ workingDir: spec.workingDir ?? '', privileged: spec.privileged, network: spec.network ?? '' },
    ...{ subnet: spec.subnet ?? '', address: spec.address ?? '', aliases: spec.aliases.join(' ') },
    ports: spec.ports.map(({ hostIp = '', hostPort: host, containerPort: container, protocol }) => ({
      ...{ host, container, protocol, hostIp },
    })),
    mounts: spec.mounts.map(({ source, target, readOnly }) => ({ source, target, readOnly })),
    env: spec.env.map((each) =>
      'value' in each
        ? { name: each.name, value: each.value, secret: false }
        : { name: each.name, value: '', secret: true, ref: each.secret },
    ),
    ...{ labels: spec.labels, policy: spec.restart.name, tries: spec.restart.maximumRetryCount },
    memory: spec.memory === undefined ? undefined : spec.memory / mebibyte,
    ...{ cpus: spec.cpus, pids: spec.pids, ulimits: spec.ulimits.map(ulimitText).join(' ') },
    ...{ health: health?.command ?? '', healthInterval: health?.interval ?? '' },
    ...{ healthTimeout: health?.timeout ?? '', healthStart: health?.startPeriod ?? '' },
    healthRetries: health?.retries,
    ...{ autoRemove: spec.autoRemove, tty: spec.tty, interactive: spec.interactive },
  };
}

/** A word as the command field takes it. */
export const shellWord = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

export const isEmptyPort = ({ host, container }: DraftPort): boolean =>
  host === undefined && container === undefined;
export const isEmptyMount = ({ source, target }: DraftMount): boolean =>
  source.trim() === '' && target.trim() === '';
export const isEmptyVariable = ({ name, value }: DraftVariable): boolean =>
  name.trim() === '' && value === '';

/** The fields that hold what cannot be taken: `name`, `ports.0`, by the index among all rows. */
export function wrongOfDraft(draft: RunDraft): ReadonlySet<string> {
  const result = runSpecSchema.safeParse(specOfDraft(draft));
  if (result.success) return new Set();
  const shown = {
    ports: draft.ports.flatMap((each, i) => (isEmptyPort(each) ? [] : [i])),
    mounts: draft.mounts.flatMap((each, i) => (isEmptyMount(each) ? [] : [i])),
    env: draft.env.flatMap((each, i) => (isEmptyVariable(each) ? [] : [i])),
  };
  return new Set(
    result.error.issues.map(({ path: [field, index] }) => {
      const key = String(field);
      if ((key === 'ports' || key === 'mounts' || key === 'env') && typeof index === 'number')
        return `${key}.${String(shown[key][index] ?? index)}`;
      if (key === 'health' && typeof index === 'string') return healthFields[index] ?? key;
      return key === 'restart' ? 'tries' : key;
    }),
  );
}

/** Part of a health check -> its field in the form. */
const healthFields: Readonly<Record<string, string>> = {
  ...{ interval: 'healthInterval', timeout: 'healthTimeout' },
  ...{ startPeriod: 'healthStart', retries: 'healthRetries' },
};

/** The index of a row in the spec, of which empty rows are no part. */
export function specIndex<T>(rows: readonly T[], at: number, isEmpty: (row: T) => boolean): number {
  return rows.slice(0, at).filter((row) => !isEmpty(row)).length;
}
