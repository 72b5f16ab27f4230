import { msg } from '../../i18n/index';
import { emptyDraft, freeName, part, type Drafted, type DraftPart, type Note, type Value } from './draft';
import { tidyPaste } from './paste';
import { build, connect, network, volume } from './run-objects';
import { runService, type RunService } from './run-service';
import { shellCommands, type ShellCommand, type ShellWord } from './shell-words';

const programs = /^(?:.*\/)?(?:docker|podman|nerdctl|nvidia-docker)(?:\.exe)?$/;
const before = /^(?:sudo|winpty|exec|nohup|-\w|time|\w+=.*|.*[#$%>\]])$/;

/**
 * Turns pasted commands into a stack: each `docker run` (or `create`) a service, `docker network create` and `docker
 * volume create` the networks and volumes that they use, `docker build -t` the service's `build`. What cannot be taken
 * over is noted with its line; nothing is dropped in silence.
 */
export function importCommands(text: string): Drafted {
  const notes: Note[] = [];
  const services: RunService[] = [];
  const networks: Record<string, DraftPart> = {};
  const volumes: Record<string, DraftPart> = {};
  const builds = new Map<string, Value>();
  for (const command of shellCommands(tidyPaste(text))) {
    const words = dockerWords(command);
    if (words === undefined) {
      const first = command.words[0]?.plain ?? '';
      if (!/^(?:sudo|clear|ls|cat|curl|echo|sleep|true|exit|history)$/.test(first))
        notes.push({
          level: 'info',
          code: 'commands.not-docker',
          what: msg('cwizard.run.notDocker', { command: first }),
          line: command.line,
        });
      continue;
    }
    const [noun = '', verb = ''] = words.map(({ plain }) => plain);
    if (noun === 'run' || noun === 'create') take(words.slice(1));
    else if (noun === 'container' && (verb === 'run' || verb === 'create')) take(words.slice(2));
    else if (noun === 'network' && verb === 'create') network(words.slice(2), networks, notes);
    else if (noun === 'volume' && verb === 'create') volume(words.slice(2), volumes);
    else if (noun === 'network' && verb === 'connect') connect(words.slice(2), services, notes, command.line);
    else if (noun === 'build' || ((noun === 'image' || noun === 'buildx') && verb === 'build'))
      build(words.slice(noun === 'build' ? 1 : 2), builds);
    else if (!/^(?:pull|ps|images|logs|start|stop|rm|inspect|exec|restart|version|info|login)$/.test(noun))
      notes.push({
        level: 'info',
        code: 'commands.not-taken',
        what: msg('cwizard.run.notTaken', { command: `docker ${noun}` }),
        line: command.line,
      });
    function take(rest: readonly ShellWord[]): void {
      const { service, notes: own } = runService(rest, command.line);
      notes.push(...own);
      if (service !== undefined) services.push(service);
    }
  }
  if (services.length === 0 && notes.every(({ level }) => level !== 'error') && text.trim() !== '')
    notes.push({ level: 'error', code: 'commands.no-run', what: msg('cwizard.run.none'), line: 1 });
  return {
    draft: join(services, networks, volumes, builds, notes),
    notes: notes.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  };
}

/** The words behind `docker` and its own options; a prompt, `sudo` and variables may stand before it. */
export function dockerWords({ words }: ShellCommand): readonly ShellWord[] | undefined {
  const at = words.findIndex(({ plain }) => programs.test(plain));
  if (at < 0 || !words.slice(0, at).every(({ plain }) => before.test(plain))) return undefined;
  let rest = words.slice(at + 1);
  while (rest[0]?.plain.startsWith('-'))
    rest = rest.slice(/^(?:-H|-c|-l|--host|--context|--config|--log-level)$/.test(rest[0].plain) ? 2 : 1);
  // What came before `--gpus`.
  const [verb, ...args] = rest;
  if (verb?.plain === 'run' && words[at]?.plain.endsWith('nvidia-docker') === true)
    return [verb, { ...verb, value: '--gpus=all', plain: '--gpus=all' }, ...args];
  return rest;
}

function join(
  runs: readonly RunService[],
  networks: Readonly<Record<string, DraftPart>>,
  volumes: Readonly<Record<string, DraftPart>>,
  builds: ReadonlyMap<string, Value>,
  notes: Note[],
): Drafted['draft'] {
  const names = new Map<RunService, string>();
  const taken = new Set<string>();
  for (const run of runs) {
    const name = freeName(run.name, (each) => taken.has(each));
    taken.add(name);
    names.set(run, name);
  }
  const byContainer = new Map(
    runs.flatMap((run) =>
      run.container === undefined ? [] : [[run.container, names.get(run) ?? run.name] as const],
    ),
  );
  const nets: Record<string, DraftPart> = {};
  const vols: Record<string, DraftPart> = {};
  const services: Record<string, DraftPart> = {};
  for (const run of runs) {
    const fields: Record<string, Value> = { ...run.part.fields };
    const name = names.get(run) ?? run.name;
    const image = typeof fields['image'] === 'string' ? fields['image'] : '';
    const context = builds.get(image) ?? builds.get(`${image}:latest`);
    if (context !== undefined) fields['build'] = context;
    others(fields, byContainer, notes, run);
    for (const network of run.networks) nets[network] = networks[network] ?? part();
    for (const each of run.volumes)
      vols[each] =
        volumes[each] ??
        part({ ...(run.driver !== undefined && { driver: run.driver }), ...run.volumeFields[each] });
    services[name] = part(fields, run.part.comments);
  }
  // Made for this stack, and used by what was connected by hand.
  for (const [name, each] of Object.entries(networks)) nets[name] ??= each;
  for (const [name, each] of Object.entries(volumes)) vols[name] ??= each;
  return { ...emptyDraft, services, networks: nets, volumes: vols };
}

/** Where a service names other containers: services of this stack by their service, others stay containers. */
function others(
  fields: Record<string, Value>,
  services: ReadonlyMap<string, string>,
  notes: Note[],
  run: RunService,
): void {
  const waits = new Set<string>();
  for (const key of ['network_mode', 'ipc', 'pid'] as const) {
    const other = /^container:(.+)$/.exec(typeof fields[key] === 'string' ? fields[key] : '')?.[1];
    const service = other === undefined ? undefined : services.get(other);
    if (service !== undefined) fields[key] = `service:${service}`;
  }
  const links = Array.isArray(fields['links']) ? (fields['links'] as readonly string[]) : [];
  const kept = links.flatMap((link) => {
    const [target = '', alias] = link.split(':');
    const service = services.get(target);
    if (service === undefined) return [link];
    waits.add(service);
    return alias === undefined || alias === service ? [] : [`${service}:${alias}`];
  });
  delete fields['links'];
  const outside = kept.filter((link) => ![...services.values()].includes(link.split(':')[0] ?? ''));
  const inside = kept.filter((link) => !outside.includes(link));
  if (inside.length > 0) fields['links'] = inside;
  if (outside.length > 0) {
    fields['external_links'] = outside;
    notes.push({
      level: 'warning',
      code: 'docker-run.link-outside',
      what: msg('cwizard.run.linkOutside', { container: outside.join(', ') }),
      line: run.line,
    });
  }
  const from = Array.isArray(fields['volumes_from']) ? (fields['volumes_from'] as readonly string[]) : [];
  if (from.length > 0)
    fields['volumes_from'] = from.map((each) => {
      const [, container = '', mode] = each.split(':');
      const service = services.get(container);
      return service === undefined ? each : mode === undefined ? service : `${service}:${mode}`;
    });
  if (waits.size > 0) fields['depends_on'] = [...waits];
}
