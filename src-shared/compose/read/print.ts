import { stringify } from 'yaml';
import type { ComposeModel } from '../model';
import { put } from './build';

/**
 * `$` stands for itself as `$$` in what docker compose prints, so that it can be read again. The same value where there
 * is none in it.
 */
export function escapeDollars<T>(value: T): T {
  if (typeof value === 'string') return (value.includes('$') ? value.replaceAll('$', '$$$$') : value) as T;
  if (!hasDollar(value)) return value;
  if (Array.isArray(value)) return value.map((each: unknown) => escapeDollars(each)) as T;
  const out: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value as object))
    put(out, escapeDollars(key), escapeDollars(each as unknown));
  return out as T;
}

function hasDollar(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('$');
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value)
    if (key.includes('$') || hasDollar((value as Readonly<Record<string, unknown>>)[key])) return true;
  return false;
}

/** The model as `docker compose config --format json` prints it: Go's JSON, which writes `<`, `>` and `&` as escapes. */
export function modelJson(model: ComposeModel): string {
  return JSON.stringify(model, null, 2).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The model as a compose file; what docker compose takes for nothing is left out. */
export function modelYaml(model: ComposeModel): string {
  const services = Object.entries(model.services).map(([name, service]) => [
    name,
    Object.fromEntries(
      Object.entries(service).filter(
        ([key, value]) => value !== null || (key !== 'command' && key !== 'entrypoint'),
      ),
    ),
  ]);
  return stringify(
    { ...model, services: Object.fromEntries(services) as unknown },
    { lineWidth: 0, aliasDuplicateObjects: false },
  ).trimEnd();
}
