import type { HandPart } from '../by-hand';
import { composeWords } from '../commands/compose';
import { runCommand } from '../commands/docker-run';
import { command } from '../commands/shell';
import { msg } from '../i18n/index';
import type { OpArgs } from '../ops';
import type { ContainerFacts, ImageConfig, ImportedContainers } from './build/container-facts';
import { isSecretName } from './build/secret-names';
import type { ProjectRef } from './source';
import type { Stack } from './stack';

const builtIn = /^(?:default|bridge|host|none)$/;
/** The engine names a container by the first twelve signs of its id as well. */
const isShortId = (text: string, id: string): boolean => text.length >= 12 && id.startsWith(text);
const isAnonymous = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);
const same = (a: readonly string[], b: readonly string[] | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b ?? []);

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
    ...nets.map((name) => {
      const subnets = networks[name]?.subnets.flatMap(({ subnet }) => ['--subnet', subnet]) ?? [];
      return command('docker', 'network', 'create', ...subnets, name);
    }),
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

const nameOf = (facts: ContainerFacts): string => facts.Name.replace(/^\//, '');

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

/** Variables that the image does not set by itself. */
function ownEnv({ Config: own }: ContainerFacts, image: ImageConfig | undefined): [string, string][] {
  return own.Env.filter((line) => !(image?.Env ?? []).includes(line)).map((line) => {
    const at = line.indexOf('=');
    return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
  });
}

const secretsOf = (facts: ContainerFacts, image: ImageConfig | undefined): string[] =>
  ownEnv(facts, image).flatMap(([name]) =>
    isSecretName(name) && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? [name] : [],
  );

/** `docker run`, and `docker network connect` for each further network. */
function runOf(facts: ContainerFacts, image: ImageConfig | undefined): string[] {
  const { Id, Config: own, HostConfig: host } = facts;
  const name = nameOf(facts);
  const nets = Object.entries(facts.NetworkSettings.Networks)
    .filter(([net]) => !builtIn.test(net))
    .map(([net, { Aliases, IPAMConfig }]) => ({
      net,
      address: IPAMConfig?.IPv4Address ?? '',
      aliases: [...new Set(Aliases)].filter((alias) => alias !== name && !isShortId(alias, Id)),
    }));
  const [first, ...further] = nets;
  const special = host.NetworkMode === 'host' || host.NetworkMode === 'none' ? host.NetworkMode : undefined;
  const entry = same(own.Entrypoint, image?.Entrypoint) ? [] : own.Entrypoint;
  const words = same(own.Cmd, image?.Cmd) && entry.length === 0 ? [] : own.Cmd;
  const secret = new Set(secretsOf(facts, image));
  const { Name: policy, MaximumRetryCount: tries } = host.RestartPolicy;
  const restart = (['on-failure', 'always', 'unless-stopped'] as const).find((each) => each === policy);
  const args: OpArgs<'container.run'> = {
    ...{ name, image: own.Image, privileged: host.Privileged },
    command: [...entry.slice(1), ...words],
    ...(entry[0] !== undefined && { entrypoint: entry[0] }),
    ...(own.Hostname !== '' &&
      !isShortId(own.Hostname, Id) &&
      special !== 'host' && { hostname: own.Hostname }),
    ...(own.User !== '' && own.User !== image?.User && { user: own.User }),
    ...(own.WorkingDir !== (image?.WorkingDir ?? '') && { workingDir: own.WorkingDir }),
    ...((special ?? first?.net) !== undefined && { network: special ?? first?.net ?? '' }),
    ...(first !== undefined && first.address !== '' && { address: first.address }),
    aliases: [...(first?.aliases ?? [])],
    ports: portsOf(facts),
    mounts: facts.Mounts.flatMap(({ Type, Name: volume, Source, Destination, RW }) =>
      Type === 'bind' || (Type === 'volume' && !isAnonymous(volume))
        ? [
            Type === 'bind'
              ? { type: 'bind' as const, source: Source, target: Destination, readOnly: !RW }
              : { type: 'volume' as const, source: volume, target: Destination, readOnly: !RW },
          ]
        : [],
    ),
    env: ownEnv(facts, image).flatMap(([key, value]) => (secret.has(key) ? [] : [{ name: key, value }])),
    secrets: Object.fromEntries([...secret].map((key) => [key, { env: key }])),
    ...{ labels: {}, autoRemove: false, tty: own.Tty, interactive: own.OpenStdin },
    ulimits: host.Ulimits.map(({ Name, Soft, Hard }) => ({ name: Name, soft: Soft, hard: Hard })),
    restart:
      restart === undefined
        ? { name: 'no' }
        : { name: restart, ...(restart === 'on-failure' && tries > 0 && { maximumRetryCount: tries }) },
    ...(host.Memory > 0 && { memory: host.Memory }),
    ...(host.NanoCpus > 0 && { cpus: host.NanoCpus / 1e9 }),
    ...(host.PidsLimit > 0 && { pids: host.PidsLimit }),
  };
  return [
    runCommand(args),
    ...further.map(({ net, address, aliases }) =>
      command(
        ...['docker', 'network', 'connect', ...aliases.flatMap((alias) => ['--alias', alias])],
        ...(address === '' ? [] : ['--ip', address]),
        ...[net, name],
      ),
    ),
  ];
}

/** Published ports, each once: the engine tells a port for IPv4 and IPv6 apart. */
function portsOf({ HostConfig }: ContainerFacts): OpArgs<'container.run'>['ports'] {
  return Object.entries(HostConfig.PortBindings).flatMap(([port, hosts]) => {
    const [inside = '', protocol] = port.split('/');
    return hosts
      .filter(({ HostIp, HostPort }) => HostPort !== '' && !HostIp.includes(':'))
      .map(({ HostIp, HostPort }) => ({
        ...(HostIp !== '' && HostIp !== '0.0.0.0' && { hostIp: HostIp }),
        hostPort: Number(HostPort),
        containerPort: Number(inside),
        protocol: protocol === 'udp' ? ('udp' as const) : ('tcp' as const),
      }));
  });
}
