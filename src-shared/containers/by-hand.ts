import type { HandPart } from '../by-hand';
import { command } from '../commands/shell';
import type { ImportedContainers } from '../compose/build/container-facts';
import { builtIn, isAnonymous, nameOf, networkCreate, runOf, secretsOf } from '../compose/run-of-facts';
import { msg } from '../i18n/index';

/**
 * A container as one runs it by hand, with its own name, network, ports and volumes. Values of variables that look
 * like secrets stay out: the shell's are taken. Pure.
 *
 * @param imported the container alone
 */
export function containerByHand({ containers, networks }: ImportedContainers): HandPart[] {
  const [only] = containers;
  if (only === undefined) return [];
  const { facts, image } = only;
  const name = nameOf(facts);
  const nets = Object.keys(facts.NetworkSettings.Networks).filter((net) => !builtIn.test(net));
  const volumes = facts.Mounts.flatMap(({ Type, Name }) =>
    Type === 'volume' && !isAnonymous(Name) ? [Name] : [],
  );
  const secrets = secretsOf(facts, image);
  const parts: HandPart[] = [];
  const add = (part: Omit<HandPart, 'code'>, commands: readonly string[]): void => {
    if (commands.length > 0) parts.push({ ...part, code: commands.join('\n') });
  };
  add(
    { id: 'secrets', title: msg('hand.secrets'), text: msg('hand.secrets.text') },
    secrets.map((secret) => `read -rs ${secret} && export ${secret}`),
  );
  add({ id: 'networks', title: msg('hand.networks'), text: msg('hand.networks.text') }, [
    ...nets.map((net) => networkCreate(net, networks)),
    ...volumes.map((volume) => command('docker', 'volume', 'create', volume)),
  ]);
  add({ id: 'run', title: msg('hand.container'), text: msg('hand.container.text') }, runOf(facts, image));
  add({ id: 'look', title: msg('hand.look'), text: msg('hand.look.container') }, [
    command('docker', 'ps', '-a', '--filter', `name=^${name}$`),
    command('docker', 'logs', '--tail', '50', name),
    command('docker', 'inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', name),
    command('docker', 'stats', '--no-stream', name),
    command('docker', 'exec', '-it', name, 'sh'),
  ]);
  add(
    {
      ...{ id: 'remove', title: msg('hand.remove.container'), text: msg('hand.remove.containerText') },
      destructive: true,
    },
    [command('docker', 'rm', '-f', name)],
  );
  return parts;
}
