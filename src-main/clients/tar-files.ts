import { pack } from 'tar-stream';
import { collect } from './docker-streams';

/** A file to be put into a container. `path` is absolute; `mode` are its permission bits. */
export interface TarFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Files packed for `PUT /containers/{id}/archive` at `/`; folders that are missing are made by the engine. */
export async function tarOfFiles(files: readonly TarFile[]): Promise<Buffer> {
  const archive = pack();
  for (const { path, content, mode, uid, gid } of files)
    archive.entry({ name: path.replace(/^\/+/, ''), mode, uid, gid, mtime: new Date() }, content);
  archive.finalize();
  return collect(archive);
}
