import { readProject } from '../../../../src-shared/compose/read/index';
import { lint } from '../../../../src-shared/compose/lint/index';
import { applyEdits } from '../../../../src-shared/compose/lint/types';
import type { Problem, Reading } from '../../../../src-shared/compose/source';
import { translate } from '../../../../src-shared/i18n/index';

export const file = '/p/compose.yml';

/** Reads made-up files: a compose file's text, or several by path. */
export function read(files: string | Readonly<Record<string, string>>): Reading {
  const all: Readonly<Record<string, string>> = typeof files === 'string' ? { [file]: files } : files;
  return readProject(
    { files: [file], profiles: [] },
    {
      read: (path) => (Object.hasOwn(all, path) ? all[path] : undefined),
      kindOf: (path) => (Object.hasOwn(all, path) ? 'file' : path === '/p' ? 'folder' : undefined),
      env: {},
      home: '/home/me',
    },
  );
}

/** A problem as people see it: `error 3:5 compose.code What. Hint.` */
export function shown({ level, at, code, what, hint }: Problem): string {
  const place = `${String(at.from.line)}:${String(at.from.column)}`;
  return `${level} ${place} ${code}: ${translate('en', what)} | ${translate('en', hint)}`;
}

export const problemsOf = (text: string): string[] => lint(read(text)).map(shown);

/** The text after a problem's first cure was applied. */
export function cured(text: string, code: string, which = 0): string {
  const found = lint(read(text)).find((each) => each.code === `compose.${code}`);
  const fix = found?.fixes[which];
  if (fix === undefined) throw new Error(`no cure for ${code} in ${JSON.stringify(problemsOf(text))}`);
  return applyEdits(text, file, fix.edits);
}
