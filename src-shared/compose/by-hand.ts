import type { HandPart } from '../by-hand';
import { composeWords } from '../commands/compose';
import { command } from '../commands/shell';
import { msg } from '../i18n/index';
import type { ImportedContainers } from './build/container-facts';
import { builtIn, nameOf, networkCreate, runOf, secretsOf } from './run-of-facts';
import type { ProjectRef } from './source';
import type { Stack } from './stack';

/**
 * A stack as one brings it up by hand: with `docker compose`, and without it by `docker run`, with its own names,
 * addresses and ports. Values of variables that look like secrets stay out: the shell's are taken. Pure.
 *
 * @param ref its files, where they are known
 */
export function stackByHand(
  stack: Stack,
  ref: ProjectRef | undefined,
  { containers, networks }: ImportedContainers,
): HandPart[] {
  const known = new Map(containers.map((each) => [each.facts.Id, each]));
  const ordered = inOrder(stack).flatMap(({ id }) => known.get(id) ?? []);
  const nets = stack.networks.map(({ name }) => name).filter((name) => !builtIn.test(name));
  const volumes = stack.volumes.map(({ name }) => name);
  const names = ordered.map(({ facts }) => nameOf(facts));
  const secrets = [...new Set(ordered.flatMap(({ facts, image }) => secretsOf(facts, image)))].sort();
  const parts: HandPart[] = ref === undefined ? [] : [composePart(stack, ref)];
  const add = (id: string, part: Pick<HandPart, 'title' | 'text'>, commands: readonly string[]): void => {
    if (commands.length > 0) parts.push({ id, ...part, code: commands.join('\n') });
  };
  add(
    'secrets',
    { title: msg('hand.secrets'), text: msg('hand.secrets.text') },
    secrets.map((name) => `read -rs ${name} && export ${name}`),
  );
  add('networks', { title: msg('hand.networks'), text: msg('hand.networks.text') }, [
    ...nets.map((name) => networkCreate(name, networks)),
    ...volumes.map((name) => command('docker', 'volume', 'create', name)),
  ]);
  const runs = ordered.map(({ facts, image }) => runOf(facts, image).join('\n'));
  if (runs.length > 0)
    parts.push({
      id: 'run',
      title: msg('hand.run'),
      text: msg('hand.run.text'),
      code: runs.join('\n\n'),
    });
  const [first] = names;
  const down = ref === undefined ? undefined : inFolder(stack.name, ref);
  if (first !== undefined)
    add('look', { title: msg('hand.look'), text: msg('hand.look.stack') }, [
      command('docker', 'ps', '-a'),
      command('docker', 'logs', '--tail', '50', first),
      command('docker', 'inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', first),
      ...nets.slice(0, 1).map((name) => command('docker', 'network', 'inspect', name)),
    ]);
  if (names.length > 0)
    parts.push({
      id: 'remove',
      title: msg('hand.remove.stack'),
      text: msg('hand.remove.stackText'),
      destructive: true,
      code: [
        ...(down === undefined ? [] : [`${down.cd} && ${command(...down.compose, 'down')}\n`]),
        command('docker', 'rm', '-f', ...names),
        ...(nets.length > 0 ? [command('docker', 'network', 'rm', ...nets)] : []),
      ].join('\n'),
    });
  return parts;
}

/** Names that docker compose looks for by itself. */
const usualName = /^(?:docker-)?compose\.ya?ml$/;

/** `cd` to the project's folder, and `docker compose` as one types it there: without what it finds by itself. */
function inFolder(
  name: string,
  ref: ProjectRef,
): { readonly cd: string; readonly compose: readonly string[] } {
  const folder = ref.directory ?? (ref.files[0] ?? '').replace(/[\\/][^\\/]*$/, '');
  const near = (path: string): string =>
    path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`) ? path.slice(folder.length + 1) : path;
  const files = ref.files.map(near);
  const [head = 'docker', verb = 'compose', ...options] = composeWords(
    {
      ...{ files, profiles: ref.profiles },
      ...(ref.envFiles !== undefined && { envFiles: ref.envFiles.map(near) }),
    },
    name,
  );
  const usual = files.length === 1 && usualName.test(files[0] ?? '');
  return { cd: command('cd', folder), compose: [head, verb, ...options.slice(usual ? 2 : 0)] };
}

function composePart(stack: Stack, ref: ProjectRef): HandPart {
  const { cd, compose: words } = inFolder(stack.name, ref);
  const compose = (...more: readonly string[]): string => command(...words, ...more);
  const service = stack.services[0]?.name ?? '';
  return {
    id: 'compose',
    title: msg('hand.compose'),
    text: msg('hand.compose.text'),
    code: [
      `${cd}\n`,
      compose('config', '--quiet'),
      compose('up', '--detach'),
      compose('ps'),
      compose('logs', '--tail', '50', service),
      compose('top'),
      compose('restart', service),
      compose('exec', service, 'sh'),
    ].join('\n'),
  };
}

/** Containers with those that others depend on first; a ring is left as it stands. */
function inOrder(stack: Stack): readonly { readonly id: string }[] {
  const done = new Set<string>();
  const ordered: Stack['services'][number][] = [];
  const visit = (name: string): void => {
    const service = stack.services.find((each) => each.name === name);
    if (service === undefined || done.has(name)) return;
    done.add(name);
    for (const needed of Object.keys(service.containers[0]?.dependsOn ?? {}).sort()) visit(needed);
    ordered.push(service);
  };
  for (const { name } of stack.services) visit(name);
  return ordered.flatMap(({ containers }) => containers.filter(({ oneOff }) => !oneOff));
}
