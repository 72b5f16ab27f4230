import type { ClusterStatus } from '@shared/redis-cluster/observed';
import type { Remote } from '@shared/redis-cluster/tools';
import { compareNames } from '@shared/redis-cluster/names';

export interface MapLine {
  announced: string;
  reached: string;
}

/** A name that a cluster may be kept under. */
export const clusterName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,39}$/;
const address = /^\S+:\d{1,5}$/;

/** Whether both sides of a line can be used; a line that is empty on both counts as not there. */
export const mapLineOk = ({ announced, reached }: MapLine): boolean =>
  (announced.trim() === '' && reached.trim() === '') ||
  (address.test(announced.trim()) && address.test(reached.trim()));

/** How a server that stands elsewhere is reached, as it is typed. The password itself stays in the form. */
export class EndpointForm {
  /** There is a password, and only the person knows it: it must be typed again. */
  locked = $state(false);
  host = $state('');
  port = $state<number | undefined>(6379);
  username = $state('');
  password = $state('');
  tls = $state(false);
  ca = $state('');
  cert = $state('');
  key = $state('');
  serverName = $state('');
  insecure = $state(false);
  readonly portOk = $derived(
    this.port !== undefined && Number.isInteger(this.port) && this.port >= 1 && this.port <= 65_535,
  );
  readonly valid = $derived(this.host.trim() !== '' && this.portOk && (!this.locked || this.password !== ''));

  /** @param stored the reference that the password was stored under; absent: none is used */
  value(stored: string | undefined): Pick<Remote, 'host' | 'port' | 'username' | 'password' | 'tls'> {
    const text = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());
    const username = text(this.username);
    const files = {
      ca: text(this.ca),
      cert: text(this.cert),
      key: text(this.key),
      serverName: text(this.serverName),
    };
    return {
      host: this.host.trim(),
      port: this.port ?? 0,
      ...(username !== undefined && { username }),
      ...(stored !== undefined && { password: { stored } }),
      ...(this.tls && {
        tls: {
          ...Object.fromEntries(Object.entries(files).filter(([, value]) => value !== undefined)),
          ...(this.insecure && { insecure: true }),
        },
      }),
    };
  }
}

/** The form that takes in a cluster that stands elsewhere. */
export class RemoteForm {
  name = $state('');
  readonly at = new EndpointForm();
  map = $state<MapLine[]>([]);
  readonly nameOk = $derived(clusterName.test(this.name.trim()));
  readonly mapOk = $derived(this.map.every(mapLineOk));
  readonly valid = $derived(this.nameOk && this.at.valid && this.mapOk);

  remote(stored: string | undefined): Remote {
    const lines = this.map.filter(({ announced }) => announced.trim() !== '');
    return {
      name: this.name.trim(),
      ...this.at.value(stored),
      ...(lines.length > 0 && {
        map: Object.fromEntries(lines.map(({ announced, reached }) => [announced.trim(), reached.trim()])),
      }),
    };
  }

  /** The form of a cluster that is taken in already: under its name, with what is known of the way in. */
  static of({ name, hasPassword, remote, nodes }: ClusterStatus): RemoteForm {
    const form = new RemoteForm();
    form.name = name;
    if (remote === undefined) return form;
    const { at } = form;
    at.host = remote.host;
    at.port = remote.port;
    at.username = remote.username ?? '';
    at.locked = hasPassword;
    at.tls = remote.tls !== undefined;
    at.ca = remote.tls?.ca ?? '';
    at.cert = remote.tls?.cert ?? '';
    at.key = remote.tls?.key ?? '';
    at.serverName = remote.tls?.serverName ?? '';
    at.insecure = remote.tls?.insecure ?? false;
    form.map = Object.entries(remote.map).map(([announced, reached]) => ({ announced, reached }));
    form.askFor(unreachedOf({ nodes, remote }));
    return form;
  }

  /** Gives every node that could not be reached a line of its own. */
  askFor(unreached: readonly string[]): void {
    const known = this.map.map(({ announced }) => announced.trim());
    this.map = [
      ...this.map.filter(({ announced }) => announced.trim() !== ''),
      ...unreached.filter((each) => !known.includes(each)).map((announced) => ({ announced, reached: '' })),
    ];
  }
}

/** The announced addresses of the nodes to which no way from this computer was found. */
export function unreachedOf({ nodes, remote }: Pick<ClusterStatus, 'nodes' | 'remote'>): readonly string[] {
  if (remote === undefined) return [];
  return nodes
    .map((node) => node.address)
    .filter((address) => remote.ways[address] === undefined)
    .sort(compareNames);
}
