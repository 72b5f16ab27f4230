import { usualSocket, type EngineProbe } from '@shared/engine';
import type { EngineConnection, EngineDefinition, EngineDraft } from '@shared/engine-definition';
import type { MessageKey } from '@shared/i18n/index';

export type Kind = EngineConnection['kind'];
export type Auth = Extract<EngineConnection, { kind: 'ssh' }>['auth']['kind'];
type FieldName = 'name' | 'host' | 'port' | 'user' | 'socket' | 'path' | 'key' | 'password' | 'certificates';
// Only keys without parameters.
type Fault = Extract<MessageKey, `engines.field.${string}`>;

export interface EngineFormSource {
  try(draft: EngineDraft): Promise<EngineProbe>;
}

/** The form of an engine: what is typed, what is wrong with it, and what a test said. */
export class EngineForm {
  readonly id: string | null;
  readonly hadSecret: boolean;
  name = $state('');
  kind = $state<Kind>('ssh');
  host = $state('');
  port = $state<number | undefined>(undefined);
  user = $state('');
  auth = $state<Auth>('agent');
  keyFile = $state('');
  secret = $state('');
  socket = $state(usualSocket);
  hostKey = $state<string | undefined>(undefined);
  path = $state('');
  tls = $state(true);
  certificates = $state('');
  /** Faults are shown once somebody has tried to go on. */
  asked = $state(false);
  trying = $state(false);
  tried = $state.raw<EngineProbe | undefined>(undefined);
  readonly #source: EngineFormSource;

  readonly remote = $derived(
    this.kind === 'ssh' || (this.kind === 'tcp' && !/^(localhost|127\.|\[?::1)/.test(this.host.trim())),
  );
  readonly open = $derived(this.kind === 'tcp' && !this.tls);
  readonly #faults = $derived(this.#judge());
  readonly valid = $derived(Object.keys(this.#faults).length === 0);

  constructor(source: EngineFormSource, kept?: EngineDefinition) {
    this.#source = source;
    this.id = kept?.id ?? null;
    this.hadSecret = kept?.secret !== undefined;
    if (kept === undefined) return;
    this.name = kept.name;
    const { connection } = kept;
    this.kind = connection.kind;
    if (connection.kind === 'socket') this.path = connection.path;
    else {
      this.host = connection.host;
      this.port = connection.port ?? undefined;
    }
    if (connection.kind === 'tcp') {
      this.tls = connection.certificates !== null;
      this.certificates = connection.certificates ?? '';
    }
    if (connection.kind === 'ssh') {
      this.user = connection.user;
      this.socket = connection.socket;
      this.auth = connection.auth.kind;
      this.hostKey = connection.hostKey;
      if (connection.auth.kind === 'key') this.keyFile = connection.auth.file;
    }
  }

  fault(field: FieldName): Fault | undefined {
    return this.asked ? this.#faults[field] : undefined;
  }

  #judge(): Partial<Record<FieldName, Fault>> {
    const { kind, auth } = this;
    const empty = (text: string): boolean => text.trim() === '';
    const faults: Partial<Record<FieldName, Fault>> = {};
    if (empty(this.name)) faults.name = 'engines.field.name';
    if (kind === 'socket') {
      if (empty(this.path)) faults.path = 'engines.field.path';
      return faults;
    }
    if (!/^[A-Za-z0-9_[][A-Za-z0-9._:%\]-]*$/.test(this.host.trim())) faults.host = 'engines.field.host';
    if (this.port !== undefined && (this.port < 1 || this.port > 65535 || !Number.isInteger(this.port)))
      faults.port = 'engines.field.port';
    if (kind === 'tcp') {
      if (this.tls && empty(this.certificates)) faults.certificates = 'engines.field.path';
      return faults;
    }
    if (!/^[A-Za-z0-9._\\][A-Za-z0-9._\\@-]*$|^$/.test(this.user.trim())) faults.user = 'engines.field.user';
    if (!/^\/\S+$/.test(this.socket)) faults.socket = 'engines.field.socket';
    if (auth === 'key' && empty(this.keyFile)) faults.key = 'engines.field.path';
    if (auth === 'password' && this.secret === '' && !this.hadSecret)
      faults.password = 'engines.field.password';
    return faults;
  }

  /** What is typed, as it is tried and kept. */
  draft(): EngineDraft {
    return {
      id: this.id,
      name: this.name.trim(),
      connection: this.#connection(),
      ...(this.secret !== '' && this.kind === 'ssh' && this.auth !== 'agent' && { secret: this.secret }),
    };
  }

  #connection(): EngineConnection {
    const host = this.host.trim();
    if (this.kind === 'socket') return { kind: 'socket', path: this.path.trim() };
    if (this.kind === 'tcp')
      return {
        ...{ kind: 'tcp', host, port: this.port ?? (this.tls ? 2376 : 2375) },
        certificates: this.tls ? this.certificates.trim() : null,
      };
    return {
      ...{ kind: 'ssh', host, port: this.port ?? null, user: this.user.trim(), socket: this.socket },
      auth: this.auth === 'key' ? { kind: 'key', file: this.keyFile.trim() } : { kind: this.auth },
      ...(this.hostKey !== undefined && { hostKey: this.hostKey }),
    };
  }

  /** Connects with what is typed; false where that is not possible yet. */
  async try(): Promise<boolean> {
    this.asked = true;
    if (!this.valid || this.trying) return false;
    this.trying = true;
    try {
      this.tried = await this.#source.try(this.draft());
      return this.tried.state === 'ok';
    } finally {
      this.trying = false;
    }
  }

  /** The person has compared the fingerprint. */
  async trust(): Promise<void> {
    if (this.tried?.state !== 'failed' || this.tried.hostKey === undefined) return;
    this.hostKey = this.tried.hostKey.key;
    await this.try();
  }

  /** Something was typed: what the last test said is about something else. */
  touch(): void {
    this.tried = undefined;
  }
}
