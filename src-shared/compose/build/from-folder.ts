import { msg } from '../../i18n/index';
import { readDockerfile } from './dockerfile';
import { emptyDraft, literal, part, serviceName, type Drafted, type Note, type Value } from './draft';
import { isSecretName } from './secret-names';

/** A folder with a Dockerfile, as it was found. */
export interface BuildFolder {
  /** Its name: the service's, unless the person gives another. */
  readonly name: string;
  /** From the compose file's folder: `.`, `./app`, or an absolute path. */
  readonly context: string;
  /** Below the folder; `Dockerfile` is the default and is not written. */
  readonly dockerfile: string;
  readonly text: string;
  /** Names at the folder's top, and whether `.dockerignore` is among them. */
  readonly entries: readonly string[];
}

export interface FolderAnswers {
  readonly service?: string;
  /** Container port -> port of this computer; absent: the same one. 0: not published. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Image name for what is built. */
  readonly image?: string;
  /** Services that it waits for. */
  readonly needs?: readonly { readonly name: string; readonly healthy: boolean }[];
  readonly environment?: Readonly<Record<string, string>>;
  /** `./logs:/var/applogs`, one each. */
  readonly volumes?: readonly string[];
}

/**
 * A service built from a Dockerfile: its EXPOSE are the ports, its VOLUME named volumes, its ARGs without a default the
 * build's arguments. What in the Dockerfile is likely to fail or to surprise is noted with its line.
 */
export function fromFolder(folder: BuildFolder, answers: FolderAnswers = {}): Drafted {
  const facts = readDockerfile(folder.text);
  const notes: Note[] = [];
  const name = serviceName(answers.service ?? folder.name.toLowerCase());
  const note = (level: Note['level'], code: string, what: Note['what'], line?: number): void =>
    void notes.push({
      level,
      code: `dockerfile.${code}`,
      what,
      service: name,
      ...(line !== undefined && { line }),
    });
  if (facts.base === undefined) note('error', 'no-from', msg('cwizard.folder.noFrom'));
  else if (!/[:@$]|^scratch$/.test(facts.base))
    note('info', 'latest', msg('cwizard.folder.latest', { image: facts.base }));
  if (!folder.entries.includes('.dockerignore')) note('info', 'no-ignore', msg('cwizard.folder.noIgnore'));
  for (const { source, line } of facts.copies) {
    const first = source.replace(/^\.?\//, '').split('/')[0] ?? '';
    if (first !== '' && first !== '.' && !/[*?[]/.test(first) && !folder.entries.includes(first))
      note('warning', 'missing-copy', msg('cwizard.folder.missingCopy', { path: source }), line);
  }
  for (const secret of Object.keys(facts.env).filter(isSecretName))
    note('warning', 'secret-env', msg('cwizard.folder.secretEnv', { name: secret }));
  if (facts.user === undefined && facts.base !== undefined) note('info', 'root', msg('cwizard.folder.root'));
  if (!facts.command && facts.base === 'scratch')
    note('warning', 'no-command', msg('cwizard.folder.noCommand'));

  const args = facts.args.filter(
    (arg, index, all) =>
      arg.value === undefined &&
      all.findIndex((each) => each.name === arg.name && each.value !== undefined) < 0 &&
      !/^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/.test(arg.name) &&
      index === all.findIndex((each) => each.name === arg.name),
  );
  const build: Value =
    folder.dockerfile === 'Dockerfile' && args.length === 0
      ? folder.context
      : {
          context: folder.context,
          ...(folder.dockerfile !== 'Dockerfile' && { dockerfile: folder.dockerfile }),
          ...(args.length > 0 && { args: Object.fromEntries(args.map((arg) => [arg.name, null])) }),
        };
  const ports = facts.expose.flatMap(({ port, line }) => {
    const [, first = '', last, protocol] = /^(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(port) ?? [];
    if (first === '') {
      note('warning', 'port', msg('cwizard.folder.port', { port }), line);
      return [];
    }
    const range = last === undefined ? first : `${first}-${last}`;
    const published = answers.ports?.[port];
    if (published === 0) return [];
    return [
      `${published === undefined || last !== undefined ? range : String(published)}:${range}${protocol === undefined || protocol === 'tcp' ? '' : `/${protocol}`}`,
    ];
  });
  if (facts.expose.length === 0) note('info', 'no-expose', msg('cwizard.folder.noExpose'));
  const named = facts.volumes.map((path) => ({
    path,
    volume: `${name}-${serviceName(path.split('/').filter(Boolean).at(-1) ?? 'data').toLowerCase()}`,
  }));
  const volumes = [...named.map(({ path, volume }) => `${volume}:${path}`), ...(answers.volumes ?? [])];
  const needs = answers.needs ?? [];
  const environment = Object.entries(answers.environment ?? {}).map(
    ([key, value]) => [key, literal(value)] as const,
  );
  const fields = {
    build,
    ...(answers.image !== undefined && answers.image !== '' && { image: answers.image }),
    restart: 'unless-stopped',
    ...(ports.length > 0 && { ports: [...new Set(ports)] }),
    ...(environment.length > 0 && { environment: Object.fromEntries(environment) }),
    ...(volumes.length > 0 && { volumes }),
    ...(needs.length > 0 && { depends_on: needsValue(needs) }),
  };
  const given = (answers.volumes ?? []).flatMap((each) => /^([a-zA-Z0-9][\w.-]+):/.exec(each)?.[1] ?? []);
  const declared = [...named.map(({ volume }) => volume), ...given];
  return {
    draft: {
      ...emptyDraft,
      services: { [name]: part(fields) },
      volumes: Object.fromEntries(declared.map((volume) => [volume, part()])),
    },
    notes,
  };
}

/** `depends_on`: a list where starting is enough, else the long form. */
export function needsValue(needs: readonly { readonly name: string; readonly healthy: boolean }[]): Value {
  if (needs.every(({ healthy }) => !healthy)) return needs.map(({ name }) => name);
  return Object.fromEntries(
    needs.map(({ name, healthy }) => [name, { condition: healthy ? 'service_healthy' : 'service_started' }]),
  );
}
