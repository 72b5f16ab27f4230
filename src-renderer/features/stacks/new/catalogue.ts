import { readEntry, type CatalogueEntry } from '@shared/compose/build/catalogue';

const files = import.meta.glob<string>('../../../../resources/catalogue/*.yml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Groups in the order in which they are shown. */
export const groups = [
  'stack',
  'web',
  'database',
  'cache',
  'queue',
  'search',
  'storage',
  'config',
  'ci',
] as const;

/** The catalogue, by group and name. */
export const entries: readonly CatalogueEntry[] = Object.values(files)
  .map(readEntry)
  .sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.name.en.localeCompare(b.name.en));
