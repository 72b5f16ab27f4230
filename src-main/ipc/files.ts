import type { Desktop, Services } from './ports';
import type { Handlers } from './registrar';

export const fileHandlers = ({ files }: Pick<Services, 'files'>, desktop: Desktop): Handlers => ({
  'files.pick': async (kind) => {
    const paths = await desktop.pickFiles(kind);
    if (paths !== null) await files.choose(paths);
    return paths;
  },
  'files.read': (paths) => files.read(paths),
  'files.save': (change) => files.save(change, (path) => desktop.allowSave(path)),
});
