import type { Desktop, Services } from './ports';
import type { Handlers } from './registrar';

export const composeWizardHandlers = (
  { composeImport, stackWriter }: Pick<Services, 'composeImport' | 'stackWriter'>,
  desktop: Pick<Desktop, 'pickFolder'>,
): Handlers => ({
  'wizard.pickFolder': async () => {
    const path = await desktop.pickFolder();
    return path === null ? null : stackWriter.choose(path);
  },
  'wizard.containers': () => composeImport.list(),
  'wizard.import': (ids) => composeImport.read(ids),
  'wizard.save': (input) => stackWriter.save(input),
});
