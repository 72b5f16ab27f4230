/** Where two models differ: `services.web.ports[0].published: theirs "80", ours 80`. */
export function differences(theirs: unknown, ours: unknown, path = ''): string[] {
  if (Object.is(theirs, ours)) return [];
  if (isObject(theirs) && isObject(ours) && Array.isArray(theirs) === Array.isArray(ours)) {
    const keys = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])];
    return keys.flatMap((key) => {
      const next = Array.isArray(theirs) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      return differences(theirs[key], ours[key], next);
    });
  }
  return [`${path}: theirs ${JSON.stringify(theirs)}, ours ${JSON.stringify(ours)}`];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
