import type { Services, Desktop } from './ports';
import type { Handlers } from './registrar';

export const diagnoseHandlers = (
  { diagnose }: Pick<Services, 'diagnose'>,
  desktop: Pick<Desktop, 'pickSave'>,
): Handlers => ({
  'diagnose.check': (id) => diagnose.check(id),
  'diagnose.save': async () => {
    const path = await desktop.pickSave(diagnose.fileName());
    return path === null ? null : diagnose.save(path);
  },
});
