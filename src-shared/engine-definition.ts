import { z } from 'zod';
import { usualSocket } from './engine';

/** A line's worth of text without control characters. */
const word = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    // eslint-disable-next-line no-control-regex -- they are what is refused
    .regex(/^[^\u0000-\u001f\u007f]*$/);
/** A computer's name or address; nothing that a program could take for an option. */
const host = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_[][A-Za-z0-9._:%\]-]{0,252}$/);
const port = z.int().min(1).max(65535);
const path = word(1000);

/** How we prove ourselves to a computer that is reached over SSH. A password or passphrase is kept apart. */
export const sshAuthSchema = z.discriminatedUnion('kind', [
  /** The SSH agent, then the usual keys without a passphrase. */
  z.strictObject({ kind: z.literal('agent') }),
  z.strictObject({ kind: z.literal('key'), file: path }),
  z.strictObject({ kind: z.literal('password') }),
]);

/** The way to an engine that a person added. It holds no secret. */
export const connectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('socket'), path }),
  z.strictObject({
    kind: z.literal('tcp'),
    host,
    port,
    /** A folder with ca.pem, cert.pem and key.pem, as docker has it; null: no TLS. */
    certificates: path.nullable(),
  }),
  z.strictObject({
    kind: z.literal('ssh'),
    host,
    /** null: what ~/.ssh/config says, or 22. */
    port: port.nullable(),
    /** Empty: what ~/.ssh/config says, or this computer's user. */
    user: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9._\\][A-Za-z0-9._\\@-]{0,99}$|^$/),
    auth: sshAuthSchema,
    /** The engine's socket over there. */
    socket: z.string().regex(/^\/[^\s]{1,300}$/),
    /** The host key that a person agreed to: `ssh-ed25519 AAAA…`. */
    hostKey: z
      .string()
      .regex(/^[a-z0-9@.-]{1,60} [A-Za-z0-9+/=]{20,4000}$/)
      .optional(),
  }),
]);
export type EngineConnection = z.infer<typeof connectionSchema>;

export const engineDefinitionSchema = z.strictObject({
  /** `added:…`; a changed connection gets a new one: work on the old one is not led elsewhere. */
  id: z.string().regex(/^added:[a-z0-9-]{1,40}$/),
  name: word(60),
  connection: connectionSchema,
  /** The password, or the key file's passphrase. */
  secret: z.strictObject({ stored: z.string().min(1).max(100) }).optional(),
});
export type EngineDefinition = z.infer<typeof engineDefinitionSchema>;

/** What the form sends: to be tried, or to be kept. */
export const engineDraftSchema = z.strictObject({
  /** The definition that is changed; null: a new one. */
  id: engineDefinitionSchema.shape.id.nullable(),
  name: engineDefinitionSchema.shape.name,
  connection: connectionSchema,
  /** Absent: the one that was kept with `id`, where there is one. */
  secret: z.string().min(1).max(1000).optional(),
});
export type EngineDraft = z.infer<typeof engineDraftSchema>;

/** A TCP connection that anyone on its way can read, and anyone on the network can use. */
export const isOpen = (connection: EngineConnection): boolean =>
  connection.kind === 'tcp' && connection.certificates === null;

/** How a connection is written as an address; no secret stands in it. */
export function endpointOf(connection: EngineConnection): string {
  switch (connection.kind) {
    case 'socket':
      return connection.path.startsWith('\\\\')
        ? `npipe://${connection.path.replaceAll('\\', '/')}`
        : `unix://${connection.path}`;
    case 'tcp':
      return `tcp://${bracketed(connection.host)}:${String(connection.port)}`;
    case 'ssh': {
      const user = connection.user === '' ? '' : `${connection.user}@`;
      const at = connection.port === null ? '' : `:${String(connection.port)}`;
      const socket = connection.socket === usualSocket ? '' : connection.socket;
      return `ssh://${user}${bracketed(connection.host)}${at}${socket}`;
    }
  }
}

const bracketed = (name: string): string =>
  name.includes(':') && !name.startsWith('[') ? `[${name}]` : name;
