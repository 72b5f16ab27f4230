/** Hides a line, or shows it again. */
export function toggle(hidden: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Shows one line alone; the one that is alone already: all again. */
export function isolate(
  hidden: ReadonlySet<string>,
  keys: readonly string[],
  key: string,
): ReadonlySet<string> {
  const alone = !hidden.has(key) && keys.every((each) => each === key || hidden.has(each));
  return alone ? new Set() : new Set(keys.filter((each) => each !== key));
}
