import type { Op } from '../ops';
import { shortId } from '../resources/model';
import { command, lines } from './shell';

/** The shell text of an op on images, networks and volumes; undefined for an op of another kind. */
export function resourceCommands(op: Op): string[] | undefined {
  switch (op.kind) {
    case 'resources.networkCreate': {
      const { name, driver, subnet, gateway, internal, attachable } = op.args;
      return [
        lines([
          ['docker', 'network', 'create', '--driver', driver],
          subnet === undefined ? [] : ['--subnet', subnet],
          gateway === undefined ? [] : ['--gateway', gateway],
          internal ? ['--internal'] : [],
          attachable ? ['--attachable'] : [],
          [name],
        ]),
      ];
    }
    case 'resources.networkRemove':
      return [command('docker', 'network', 'rm', op.args.name)];
    case 'resources.tag':
      return [command('docker', 'image', 'tag', imageWord(op.args.image, op.args.name), op.args.tag)];
    case 'resources.imageRemove': {
      const { id, tags } = op.args;
      return [command('docker', 'image', 'rm', ...(tags.length === 0 ? [shortId(id)] : tags))];
    }
    case 'resources.containerRemove':
      return [command('docker', 'rm', op.args.container)];
    case 'resources.cacheRemove':
      return op.args.ids.map((id) =>
        command('docker', 'builder', 'prune', '--all', '--force', '--filter', `id=${id}`),
      );
    case 'resources.measure':
    case 'resources.tally':
      return [command('docker', 'system', 'df')];
    default:
      return undefined;
  }
}

/** By its name where it has one, else by its id. */
function imageWord(id: string, name: string): string {
  return name.includes(':') ? name : shortId(id);
}
