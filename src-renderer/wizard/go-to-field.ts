/**
 * Takes the person to a form's field by its path in the spec: to the one that has it, else to that of its head, else
 * to the first below it (`data-path` says which path a field has). Nothing happens where there is none.
 */
export function goToField(form: HTMLElement | undefined, path: string): void {
  const all = [...(form?.querySelectorAll<HTMLElement>('[data-path]') ?? [])];
  const at = (name: string): HTMLElement | undefined => all.find((each) => each.dataset['path'] === name);
  const head = path.split('.')[0] ?? path;
  const field = at(path) ?? at(head) ?? all.find((each) => each.dataset['path']?.startsWith(`${head}.`));
  field?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  field
    ?.querySelector<HTMLElement>('input:not([type=hidden]), select, button')
    ?.focus({ preventScroll: true });
  const lit = { outline: '6px solid var(--accent-soft)', background: 'var(--accent-soft)' };
  field?.animate([lit, lit, {}], { duration: 1600, easing: 'ease-out' });
}
