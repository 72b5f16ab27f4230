/** One instruction of a Dockerfile. */
export interface Instruction {
  readonly name: string;
  /** Behind the name, its lines joined. */
  readonly rest: string;
  readonly line: number;
}

/** What a Dockerfile tells about the container that its image makes: of its last stage, and of the stages that is built on. */
export interface DockerfileFacts {
  readonly base: string | undefined;
  readonly stages: readonly string[];
  /** `8080`, `53/udp`, as written; ranges stay ranges. */
  readonly expose: readonly { readonly port: string; readonly line: number }[];
  readonly volumes: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly {
    readonly name: string;
    readonly value: string | undefined;
    readonly line: number;
  }[];
  readonly user: string | undefined;
  readonly workdir: string | undefined;
  readonly healthcheck: boolean;
  readonly command: boolean;
  /** Files of the build's folder that it copies: `target/app.jar`. */
  readonly copies: readonly { readonly source: string; readonly line: number }[];
}

/** Splits a Dockerfile: comments, `\` (or the `escape` directive's letter) at a line's end, here-documents. */
export function instructions(text: string): Instruction[] {
  const lines = text.replace(/\r\n?/g, '\n').slice(0, 1_000_000).split('\n');
  const escape = /^#\s*escape\s*=\s*`/im.test(lines.slice(0, 5).join('\n')) ? '`' : '\\';
  const found: Instruction[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1;
    let joined = (lines[i] ?? '').trim();
    if (joined === '' || joined.startsWith('#')) continue;
    while (joined.endsWith(escape) && i + 1 < lines.length) {
      const next = (lines[++i] ?? '').trim();
      // Comments and empty lines may stand within an instruction.
      if (next === '' || next.startsWith('#')) {
        if (i + 1 >= lines.length) break;
        continue;
      }
      joined = `${joined.slice(0, -1).trimEnd()} ${next}`;
    }
    if (joined.endsWith(escape)) joined = joined.slice(0, -1).trimEnd();
    const [, name = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(joined) ?? [];
    if (/^(?:RUN|COPY|ADD)$/i.test(name))
      for (const [, end = ''] of rest.matchAll(/<<-?["']?([A-Za-z_]\w*)["']?/g))
        while (i + 1 < lines.length && (lines[++i] ?? '').trim() !== end) continue;
    found.push({ name: name.toUpperCase(), rest, line });
  }
  return found;
}

/** Reads a Dockerfile. Never throws: what it does not know, it passes over. */
export function readDockerfile(text: string): DockerfileFacts {
  type Stage = { -readonly [K in keyof DockerfileFacts]: DockerfileFacts[K] };
  const empty = (base: string | undefined): Stage => ({
    base, stages: [], expose: [], volumes: [], env: {}, args: [], user: undefined, workdir: undefined,
    healthcheck: false, command: false, copies: [],
  }); // prettier-ignore
  const stages = new Map<string, Stage>();
  const names: string[] = [];
  const globals: DockerfileFacts['args'][number][] = [];
  const copies: DockerfileFacts['copies'][number][] = [];
  let stage: Stage | undefined;
  for (const { name, rest, line } of instructions(text)) {
    if (name === 'FROM') {
      const [base = '', as, alias] = words(rest.replace(/^(?:--\S+\s+)+/, ''));
      const parent = stages.get(base.toLowerCase());
      stage = parent === undefined ? empty(base) : { ...parent };
      if (as?.toLowerCase() === 'as' && alias !== undefined) {
        stages.set(alias.toLowerCase(), stage);
        names.push(alias);
      }
    } else if (name === 'ARG') {
      const [arg = '', ...value] = rest.split('=');
      const item = {
        name: arg.trim(),
        value: value.length > 0 ? unquote(value.join('=').trim()) : undefined,
        line,
      };
      if (stage === undefined) globals.push(item);
      else stage.args = [...stage.args, item];
    } else if (stage === undefined) continue;
    else if (name === 'EXPOSE')
      stage.expose = [...stage.expose, ...words(rest).map((port) => ({ port: fill(port, stage), line }))];
    else if (name === 'VOLUME')
      stage.volumes = [...stage.volumes, ...list(rest).map((path) => fill(path, stage))];
    else if (name === 'ENV') stage.env = { ...stage.env, ...pairs(rest) };
    else if (name === 'USER') stage.user = rest.trim();
    else if (name === 'WORKDIR') stage.workdir = rest.trim();
    else if (name === 'HEALTHCHECK') stage.healthcheck = !/^NONE$/i.test(rest.trim());
    else if (name === 'CMD' || name === 'ENTRYPOINT') stage.command = true;
    else if ((name === 'COPY' || name === 'ADD') && !/--from=/.test(rest) && !rest.includes('<<')) {
      const sources = list(rest.replace(/^(?:--\S+\s+)+/, '')).slice(0, -1);
      copies.push(
        ...sources
          .filter((source) => !/^[a-z]+:\/\/|^git@|\$/.test(source))
          .map((source) => ({ source, line })),
      );
    }
  }
  const last = stage ?? empty(undefined);
  return { ...last, stages: names, args: [...globals, ...last.args], copies };
}

const words = (text: string): string[] =>
  text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
const unquote = (text: string): string => text.replace(/^(["'])([\s\S]*)\1$/, '$2');

/** A list as instructions take it: JSON, or words. */
function list(text: string): string[] {
  if (!text.trim().startsWith('[')) return words(text).map(unquote);
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter((item): item is string => typeof item === 'string') : [];
  } catch {
    return words(text);
  }
}

/** `ENV A=1 B="two words"`, or the old `ENV A the rest`. */
function pairs(text: string): Record<string, string> {
  const found = [...text.matchAll(/([A-Za-z_][\w.-]*)=("(?:[^"\\]|\\.)*"|'[^']*'|(?:[^\s\\]|\\.)*)/g)];
  if (/^[A-Za-z_][\w.-]*=/.test(text.trim()))
    return Object.fromEntries(
      found.map(([, name = '', value = '']) => [name, unquote(value).replace(/\\(.)/g, '$1')]),
    );
  const [, name, value = ''] = /^(\S+)\s+([\s\S]*)$/.exec(text.trim()) ?? [];
  return name === undefined ? {} : { [name]: value };
}

/** `$PORT` by ENV, else by ARG's default; one that is not known stays. */
function fill(
  text: string,
  stage: { env: Readonly<Record<string, string>>; args: DockerfileFacts['args'] } | undefined,
): string {
  return text.replace(
    /\$\{?([A-Za-z_]\w*)(?::-([^}]*))?\}?/g,
    (all, name: string, or: string | undefined) => {
      const known = stage?.env[name] ?? stage?.args.find((arg) => arg.name === name)?.value;
      return known ?? or ?? all;
    },
  );
}
