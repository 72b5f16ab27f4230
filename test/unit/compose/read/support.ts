import { readProject } from '@shared/compose/read/index';
import { translate } from '@shared/i18n/index';
import type { ProjectRef, Reading } from '@shared/compose/source';

/** Reads made-up files of the folder /p: `{'compose.yml': …}`; the first one is the project's unless `ref` says more. */
export function reading(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  ref: Partial<ProjectRef> = {},
): Reading {
  const all = new Map(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]));
  const folders = new Set([...all.keys()].map((path) => path.slice(0, path.lastIndexOf('/'))));
  const [first = ''] = all.keys();
  return readProject(
    { files: [first], profiles: [], ...ref },
    {
      env,
      home: '/home/me',
      read: (path) => all.get(path),
      kindOf: (path) => (all.has(path) ? 'file' : folders.has(path) ? 'folder' : undefined),
    },
  );
}

/** `compose.yml:3:5 error compose.tab A tab stands …`, in the reading's order. */
export const told = ({ problems }: Reading): string[] =>
  problems.map(
    ({ at, level, code, what }) =>
      `${at.file.slice(3)}:${at.from.line}:${at.from.column} ${level} ${code} ${translate('en', what)}`,
  );
