import { writeFile } from 'node:fs/promises';
import { AppError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import { nameOfRequest } from '@shared/requests';
import type { Handlers } from './registrar';
import type { Desktop, Services } from './ports';

export const specHandlers = ({ planning, specs }: Services, desktop: Desktop): Handlers => ({
  'spec.yaml': (request) => specs.print(request, desktop.locale()),
  'spec.open': async () => {
    const path = await desktop.pickSpec();
    return path === null ? null : specs.read(path);
  },
  'spec.save': async ({ request, as }) => {
    // The text first: a spec that can't be written out needs no dialog.
    const text =
      as === 'spec'
        ? await specs.print(request, desktop.locale())
        : await planning.script(request, desktop.locale());
    const path = await desktop.pickTarget(as, nameOfRequest(request));
    if (path === null) return null;
    try {
      await writeFile(path, text, { mode: as === 'script' ? 0o755 : 0o644 });
    } catch (error) {
      throw new AppError(
        {
          code: 'spec.unwritable',
          doing: msg('app.spec.saving', { path }),
          what: msg('app.spec.unwritable', { reason: raw(errorText(error)) }),
          hint: msg('app.spec.unwritable.hint'),
        },
        { cause: error },
      );
    }
    return path;
  },
});
