import { posix } from 'node:path';
import type { Handlers } from './registrar';
import type { Desktop, Services } from './ports';

/** Streams, and the insides of containers. */
export const insideHandlers = (
  { containers, streams }: Services,
  desktop: Pick<Desktop, 'onPageGone' | 'pickSave' | 'pickUpload'>,
): Handlers => {
  // A page that was reloaded or closed takes nothing in any more.
  desktop.onPageGone?.((page) => streams.closeAll(page));
  return {
    'stream.open': ({ id, spec }, page) => {
      streams.open(id, spec, page);
      return null;
    },
    'stream.write': ({ id, write }) => {
      streams.write(id, write);
      return null;
    },
    'stream.ack': ({ id, seq }) => {
      streams.ack(id, seq);
      return null;
    },
    'stream.close': (id) => {
      streams.close(id);
      return null;
    },
    'containers.list': () => containers.list(),
    'containers.detail': (id) => containers.detail(id),
    'containers.inspect': (id) => containers.inspect(id),
    'containers.top': (id) => containers.top(id),
    'containers.act': async ({ id, act }) => {
      await containers.act(id, act);
      return null;
    },
    'containers.files': ({ id, path }) => containers.files(id, path),
    'containers.file': ({ id, path }) => containers.file(id, path),
    'containers.download': async ({ id, path, folder }) => {
      const target = await desktop.pickSave((posix.basename(path) || 'root') + (folder ? '.tar' : ''));
      if (target === null) return null;
      await containers.download(id, { path, folder }, target);
      return target;
    },
    'containers.upload': async ({ id, path }) => {
      const source = await desktop.pickUpload();
      return source === null ? null : containers.upload(id, source, path);
    },
    'containers.reach': ({ id, host, port }) => containers.reach(id, host, port),
    'text.save': async ({ name, text }) => {
      const target = await desktop.pickSave(name);
      if (target === null) return null;
      await containers.saveText(target, text);
      return target;
    },
  };
};
