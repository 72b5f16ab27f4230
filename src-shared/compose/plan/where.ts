import type { ErrorInfo } from '../../errors';
import { msg } from '../../i18n/index';
import { nodeAt, type Node, type Path } from '../node';
import type { Reading } from '../source';
import { placeOf, placeText } from './findings';

/** What of a service an error is about, by its code: the first of these keys that the service has. */
const keys: readonly (readonly [code: RegExp, keys: readonly string[]])[] = [
  [/^build\./, ['build']],
  [/^(image|registry)\./, ['image', 'build']],
  [/^port\./, ['ports']],
  [/^address\./, ['networks']],
  [/^folder\./, ['volumes']],
  [/^memory\./, ['mem_limit', 'deploy']],
  [/^container\.name-taken$/, ['container_name']],
  [/^container\.(command-missing|start-failed)$/, ['command', 'entrypoint', 'image', 'build']],
  [/^service\.exited$/, ['command', 'entrypoint', 'image', 'build']],
  [/^service\.(unhealthy|no-health)$/, ['healthcheck', 'image', 'build']],
];

/** Errors that are about no part of the files: the engine is gone, the disk is full, the files changed. */
const nowhere = /^(engine\.(?!refused)|disk\.|compose\.(?!cli-failed))/;

/**
 * The same error with the place in the files of what it is about: `compose.yml:12:7: …`. `part` is what was worked
 * on: `['services', 'web']`, `['networks', 'front']`. As it is where there is no such place.
 */
export function withPlace(reading: Reading, part: Path, info: ErrorInfo): ErrorInfo {
  if (nowhere.test(info.code)) return info;
  const at = placeOf(reading, part[0] === 'services' ? inService(reading.tree, part, info) : part);
  if (at === undefined) return info;
  return { ...info, what: msg('cplan.at', { place: placeText(at, reading.directory), what: info.what }) };
}

function inService(tree: Node, service: Path, { code, what }: ErrorInfo): Path {
  const candidates = keys.find(([pattern]) => pattern.test(code))?.[1] ?? [];
  const key = candidates.find((each) => nodeAt(tree, [...service, each]) !== undefined);
  if (key === undefined) return service;
  const path = [...service, key];
  const port = key === 'ports' ? what.params?.['port'] : undefined;
  if (typeof port !== 'string' && typeof port !== 'number') return path;
  const list = nodeAt(tree, path);
  const index = list?.kind === 'seq' ? list.items.findIndex((each) => names(each, String(port))) : -1;
  return index < 0 ? path : [...path, index];
}

/** Whether a port's entry, short or long, names a host's port. */
function names(entry: Node, port: string): boolean {
  if (entry.kind === 'scalar') return new RegExp(`(^|\\D)${port}(-\\d+)?:`).test(entry.text);
  const published = nodeAt(entry, ['published']);
  return published?.kind === 'scalar' && published.text === port;
}
