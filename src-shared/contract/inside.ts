import { z } from 'zod';
import {
  containerActionSchema,
  insidePathSchema,
  type ContainerDetail,
  type ContainerRow,
  type FilePreview,
  type FolderListing,
  type ProcessTable,
  type ReachReport,
} from '../containers/model';
import { streamIdSchema, streamSpecSchema, streamWriteSchema } from '../streams';
import { call } from './call';

const id = z.string().min(1).max(200);
const place = z.strictObject({ id, path: insidePathSchema });

/** Streams, and the insides of containers. */
export const insideContract = {
  /** Begins a stream; `stream` events with its id follow, and one `stream-end`. */
  'stream.open': call(z.strictObject({ id: streamIdSchema, spec: streamSpecSchema })).output<null>(),
  'stream.write': call(z.strictObject({ id: streamIdSchema, write: streamWriteSchema })).output<null>(),
  /** Everything up to `seq` has been taken in: more may come. */
  'stream.ack': call(z.strictObject({ id: streamIdSchema, seq: z.int().min(0) })).output<null>(),
  'stream.close': call(streamIdSchema).output<null>(),

  'containers.list': call(z.undefined()).output<readonly ContainerRow[]>(),
  'containers.detail': call(id).output<ContainerDetail>(),
  /** What `docker inspect` prints, as JSON text. */
  'containers.inspect': call(id).output<string>(),
  'containers.top': call(id).output<ProcessTable>(),
  'containers.act': call(z.strictObject({ id, act: containerActionSchema })).output<null>(),
  'containers.files': call(place).output<FolderListing>(),
  'containers.file': call(place).output<FilePreview>(),
  /** A save dialog (a folder comes as a .tar file); gives the path, or null when it was closed. */
  'containers.download': call(place.extend({ folder: z.boolean() })).output<string | null>(),
  /** An open dialog; copies the file into the folder, and gives its name, or null when it was closed. */
  'containers.upload': call(place).output<string | null>(),
  /** Tries from inside a container to reach another by its name. */
  'containers.reach': call(
    z.strictObject({
      id,
      host: z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/),
      port: z.int().min(1).max(65535).optional(),
    }),
  ).output<ReachReport>(),
  /** A save dialog for a text that the window shows; gives the path, or null when it was closed. */
  'text.save': call(
    z.strictObject({ name: z.string().min(1).max(200), text: z.string().max(400_000_000) }),
  ).output<string | null>(),
};
