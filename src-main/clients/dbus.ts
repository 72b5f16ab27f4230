import { connect as connectSocket, type Socket } from 'node:net';
import { marshal, unmarshal, type Variant } from './dbus-wire';

/** A call of a method; `destination` absent: of the bus that it came over. */
export interface DBusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

/** A message that came in, with its body read. */
export interface DBusMessage {
  /** 1: a call, 2: its answer, 3: its refusal, 4: a signal. */
  readonly type: number;
  readonly serial: number;
  readonly replySerial: number | undefined;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly sender: string;
  readonly body: readonly unknown[];
}

export interface DBus {
  /** The answer's values. Throws with the name of the error that came instead. */
  call(call: DBusCall): Promise<readonly unknown[]>;
  /** Hears every call that others make to us. */
  onCall(listener: (message: DBusMessage) => void): void;
  reply(to: DBusMessage, signature?: string, body?: readonly unknown[]): void;
  close(): void;
}

/** The largest message that is read; the bus itself allows 128 MiB. */
const largest = 4 * 2 ** 20;

/** Where the user's session bus listens: sockets, the likely one first. None where there is no bus. */
export function sessionBus(
  env: NodeJS.ProcessEnv,
  uid: number | undefined = process.getuid?.(),
): readonly string[] {
  const named = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const sockets = named.split(';').flatMap((address) => {
    const [, kind, path] = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(address) ?? [];
    if (kind === undefined || path === undefined) return [];
    const plain = path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    );
    return [kind === 'abstract' ? `\0${plain}` : plain];
  });
  if (named !== '' || uid === undefined) return sockets;
  const folder = env['XDG_RUNTIME_DIR'] ?? `/run/user/${String(uid)}`;
  return [`${folder}/bus`];
}

/** Opens a connection to a bus and says hello. Throws where that is not done within `timeoutMs`. */
export async function openDBus(socketPath: string, timeoutMs = 1000): Promise<DBus> {
  const socket = connectSocket(socketPath);
  const late = setTimeout(() => socket.destroy(new Error('D-Bus: no answer in time')), timeoutMs);
  try {
    const rest = await authenticate(socket);
    const bus = speak(socket, rest);
    const own = 'org.freedesktop.DBus';
    await bus.call({ destination: own, path: '/org/freedesktop/DBus', interface: own, member: 'Hello' });
    return bus;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(late);
  }
}

/** https://dbus.freedesktop.org/doc/dbus-specification.html#auth-protocol; gives what came after it. */
function authenticate(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let seen = Buffer.alloc(0);
    const hear = (chunk: Buffer): void => {
      seen = Buffer.concat([seen, chunk]);
      const end = seen.indexOf('\r\n');
      if (end < 0 && seen.length < 4096) return;
      socket.off('data', hear);
      socket.off('close', gone);
      if (!seen.toString('latin1').startsWith('OK ')) {
        reject(new Error('D-Bus: the bus does not know this user'));
        return;
      }
      socket.write('BEGIN\r\n');
      resolve(seen.subarray(end + 2));
    };
    const gone = (): void => reject(new Error('D-Bus: the bus hung up'));
    socket.on('data', hear);
    socket.once('error', reject);
    socket.once('close', gone);
    socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid?.() ?? 0)).toString('hex')}\r\n`);
  });
}

function speak(socket: Socket, first: Buffer): DBus {
  let buffer = first;
  let serial = 0;
  const waiting = new Map<number, { resolve(body: readonly unknown[]): void; reject(error: Error): void }>();
  let listener: (message: DBusMessage) => void = () => undefined;

  const take = (message: DBusMessage): void => {
    if (message.type === 1) listener(message);
    const asked = message.replySerial === undefined ? undefined : waiting.get(message.replySerial);
    if (asked === undefined || message.replySerial === undefined) return;
    waiting.delete(message.replySerial);
    if (message.type === 2) asked.resolve(message.body);
    else
      asked.reject(new Error(`D-Bus: ${typeof message.body[0] === 'string' ? message.body[0] : 'refused'}`));
  };
  const end = (error?: Error): void => {
    for (const each of waiting.values()) each.reject(error ?? new Error('D-Bus: the connection has ended'));
    waiting.clear();
  };
  socket.on('error', end);
  socket.on('close', () => end());
  const read = (chunk: Buffer): void => {
    buffer = Buffer.concat([buffer, chunk]);
    try {
      for (;;) {
        const found = readMessage(buffer);
        if (found === undefined) return;
        buffer = buffer.subarray(found.size);
        take(found.message);
      }
    } catch (error) {
      // What can't be read once can't be read on: the rest has no beginning.
      socket.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  };
  socket.on('data', read);
  read(Buffer.alloc(0));

  const send = (
    type: number,
    fields: readonly unknown[],
    signature: string,
    body: readonly unknown[],
  ): number => {
    serial += 1;
    const content = marshal(signature, body);
    const all = signature === '' ? fields : [...fields, [8, { type: 'g', value: signature }]];
    const head = marshal('yyyyuua(yv)', [0x6c, type, 0, 1, content.length, serial, all]);
    socket.write(Buffer.concat([head, Buffer.alloc((8 - (head.length % 8)) % 8), content]));
    return serial;
  };
  const field = (code: number, type: string, value: unknown): unknown => [code, { type, value }];

  return {
    call: ({ destination, path, interface: name, member, signature = '', body = [] }) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new Error('D-Bus: the connection has ended'));
          return;
        }
        const fields = [field(1, 'o', path), field(2, 's', name), field(3, 's', member)];
        const sent = send(1, [...fields, field(6, 's', destination)], signature, body);
        waiting.set(sent, { resolve, reject });
      }),
    onCall: (heard) => (listener = heard),
    reply: (to, signature = '', body = []) =>
      void send(2, [field(5, 'u', to.serial), field(6, 's', to.sender)], signature, body),
    close: () => socket.destroy(),
  };
}

/** The first message of what came, if all of it is there. Only little-endian ones: a local bus speaks as we do. */
function readMessage(buffer: Buffer): { message: DBusMessage; size: number } | undefined {
  if (buffer.length < 16) return undefined;
  if (buffer[0] !== 0x6c) throw new Error('D-Bus: a message of another byte order');
  const bodyLength = buffer.readUInt32LE(4);
  const fieldsLength = buffer.readUInt32LE(12);
  const bodyAt = Math.ceil((16 + fieldsLength) / 8) * 8;
  if (bodyAt + bodyLength > largest) throw new Error('D-Bus: the message is too large');
  if (buffer.length < bodyAt + bodyLength) return undefined;
  const [head] = [unmarshal('yyyyuua(yv)', buffer.subarray(0, bodyAt)).values];
  const [, type, , , , serial, list] = head as [number, number, number, number, number, number, unknown];
  const fields = new Map((list as [number, Variant][]).map(([code, { value }]) => [code, value]));
  const text = (code: number): string => (fields.get(code) as string | undefined) ?? '';
  const message = {
    ...{ type, serial, replySerial: fields.get(5) as number | undefined },
    ...{ path: text(1), interface: text(2), member: text(3), sender: text(7) },
    body: unmarshal(text(8), buffer.subarray(bodyAt, bodyAt + bodyLength)).values,
  };
  return { message, size: bodyAt + bodyLength };
}
