import type { ErrorInfo } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';

/** What a call was about: what it was doing, and the names that the engine's words may leave out. */
export interface About {
  readonly doing: Message;
  readonly endpoint: string;
  readonly container?: string;
  readonly network?: string;
  readonly volume?: string;
  readonly image?: string;
  readonly path?: string;
}

export type Words = Pick<ErrorInfo, 'code' | 'what' | 'hint'>;
type Found = Readonly<Record<string, string | undefined>>;
interface Rule {
  readonly when: RegExp;
  say(found: Found, about: About): Words;
}

const words = (code: string, what: Message, hint: Message): Words => ({ code, what, hint });
const taken = (port: string | undefined): Words =>
  words('port.taken', msg('engine.port.taken', { port: port ?? '?' }), msg('engine.port.taken.hint'));

/**
 * What an engine's words mean, first match first. The words are those of dockerd 20.10 to 29, its
 * libnetwork and distribution packages, containerd's and Docker Desktop's.
 */
const rules: readonly Rule[] = [
  {
    when: /no space left on device|disk quota exceeded/i,
    say: () => words('disk.full', msg('engine.disk.full'), msg('engine.disk.full.hint')),
  },
  {
    when: /container name "\/?(?<name>[^"]+)" is already in use/i,
    say: ({ name = '' }) =>
      words(
        'container.name-taken',
        msg('engine.container.nameTaken', { name }),
        msg('engine.container.nameTaken.hint', { name }),
      ),
  },
  {
    when: /network with name (?<name>\S+) already exists/i,
    say: ({ name = '' }) =>
      words(
        'network.name-taken',
        msg('engine.network.nameTaken', { name }),
        msg('engine.network.nameTaken.hint', { name }),
      ),
  },
  {
    when: /pool overlaps with other one|conflicts with network|subnet .* is already used|networks have overlapping/i,
    say: () => words('network.overlap', msg('engine.network.overlap'), msg('engine.network.overlap.hint')),
  },
  {
    when: /could not find an available|all predefined address pools have been fully subnetted/i,
    say: () => words('network.no-pool', msg('engine.network.pools'), msg('engine.network.pools.hint')),
  },
  // Ports before addresses: "bind: address already in use" is about a port.
  { when: /Bind for \S*?:(?<port>\d+) failed: port is already allocated/i, say: ({ port }) => taken(port) },
  {
    when: /listen (?:tcp|udp)[46]? \S*:(?<port>\d+): bind: address already in use/i,
    say: ({ port }) => taken(port),
  },
  {
    when: /failed to bind host port (?:for )?\S*?:(?<port>\d+)(?::\S+|\/\w+): .*address already in use/i,
    say: ({ port }) => taken(port),
  },
  {
    when: /ports are not available: exposing port \w+ \S*?:(?<port>\d+) .*(?:address already in use|only one usage)/i,
    say: ({ port }) => taken(port),
  },
  {
    when: /cannot expose privileged port (?<a>\d+)|:(?<b>\d+): bind: permission denied/i,
    say: ({ a, b }) =>
      words(
        'port.privileged',
        msg('engine.port.privileged', { port: a ?? b ?? '?' }),
        msg('engine.port.privileged.hint'),
      ),
  },
  {
    when: /address already in use|requested IP address (?<address>[\d.]+) is (?:already allocated|in use)/i,
    say: ({ address }) =>
      words(
        'address.taken',
        address === undefined ? msg('engine.address.takenSome') : msg('engine.address.taken', { address }),
        msg('engine.address.taken.hint'),
      ),
  },
  {
    when: /does not belong to any of this network's subnets|no configured subnet (?:or ip-range )?contains? |address is out of range|IP address is supported only when/i,
    say: () => words('address.outside', msg('engine.address.outside'), msg('engine.address.outside.hint')),
  },
  // Pulls. A missing name and a missing login look alike to a registry.
  {
    when: /toomanyrequests|rate limit/i,
    say: () => words('image.limited', msg('engine.image.limited'), msg('engine.image.limited.hint')),
  },
  {
    when: /pull access denied|requested access to the resource is denied|unauthorized:|(?:^|: )(?:denied|unauthorized)$|authentication required|no basic auth credentials/i,
    say: (_, { image = '' }) =>
      words('image.denied', msg('engine.image.denied', { image }), msg('engine.image.denied.hint')),
  },
  {
    when: /manifest unknown|manifest for \S+ not found|name unknown|\S+: not found$/i,
    say: (_, { image = '' }) =>
      words('image.unknown', msg('engine.image.unknown', { image }), msg('engine.image.unknown.hint')),
  },
  {
    when: /no matching manifest for|image with reference .* does not match the specified platform/i,
    say: (_, { image = '' }) =>
      words('image.platform', msg('engine.image.platform', { image }), msg('engine.image.platform.hint')),
  },
  {
    when: /(?:no such image|unable to find image|image not known)(?:: (?<image>\S+))?/i,
    say: ({ image }, about) =>
      words(
        'image.missing',
        msg('engine.image.missing', { image: about.image ?? image ?? '' }),
        msg('engine.image.missing.hint', { image: about.image ?? image ?? '' }),
      ),
  },
  {
    when: /invalid reference format|repository name .* must be/i,
    say: (_, { image = '' }) =>
      words('image.invalid', msg('engine.image.invalid', { image }), msg('engine.image.invalid.hint')),
  },
  {
    when: /unable to (?:remove|delete).*(?:container|image is being used)|image is (?:in use|being used)/i,
    say: (_, { image = '' }) =>
      words('image.in-use', msg('engine.image.inUse', { image }), msg('engine.image.inUse.hint')),
  },
  {
    when: /^(?:error response from daemon: )?(?:failed to do request|Get "?https?:)|dial tcp|proxyconnect|TLS handshake timeout|no such host|server misbehaving|i\/o timeout|x509:|awaiting headers/i,
    say: () =>
      words(
        'registry.unreachable',
        msg('engine.registry.unreachable'),
        msg('engine.registry.unreachable.hint'),
      ),
  },
  {
    when: /could not find the file (?<path>\S+) in container/i,
    say: ({ path }, about) =>
      words(
        'file.missing',
        msg('engine.file.missing', { path: about.path ?? path ?? '', name: about.container ?? '' }),
        msg('engine.file.missing.hint'),
      ),
  },
  {
    when: /removal of container .* is already in progress|is marked for removal/i,
    say: (_, { container = '' }) =>
      words(
        'container.removing',
        msg('engine.container.removing', { name: container }),
        msg('engine.container.removing.hint'),
      ),
  },
  {
    when: /no such (?:container|exec)|no container with name or id/i,
    say: (_, { container = '' }) =>
      words(
        'container.gone',
        msg('engine.container.gone', { name: container }),
        msg('engine.container.gone.hint'),
      ),
  },
  {
    when: /container \S+ is (?:not running|paused|restarting)|cannot (?:exec in|kill) a (?:stopped|paused)/i,
    say: (_, { container = '' }) =>
      words(
        'container.not-running',
        msg('engine.container.notRunning', { name: container }),
        msg('engine.container.notRunning.hint', { name: container }),
      ),
  },
  {
    when: /has active endpoints/i,
    say: (_, { network = '' }) =>
      words(
        'network.in-use',
        msg('engine.network.inUse', { name: network }),
        msg('engine.network.inUse.hint', { name: network }),
      ),
  },
  {
    // The first is Podman's.
    when: /network with name or ID (?<their>\S+?): network not found|network (?<name>\S+) not found|no such network(?:: ?(?<other>\S+))?$/i,
    say: ({ their, name, other }, { network }) =>
      words(
        'network.missing',
        msg('engine.network.missing', { name: network ?? their ?? name ?? other ?? '' }),
        msg('engine.network.missing.hint'),
      ),
  },
  {
    when: /volume is in use|volume is being used/i,
    say: (_, { volume = '' }) =>
      words('volume.in-use', msg('engine.volume.inUse', { name: volume }), msg('engine.volume.inUse.hint')),
  },
  {
    when: /no such volume/i,
    say: (_, { volume = '' }) =>
      words(
        'volume.missing',
        msg('engine.volume.missing', { name: volume }),
        msg('engine.volume.missing.hint'),
      ),
  },
  {
    when: /bind source path does not exist:? (?<path>.+)$/i,
    say: ({ path = '' }) =>
      words('folder.missing', msg('engine.folder.missing', { path }), msg('engine.folder.missing.hint')),
  },
  {
    when: /mounts denied:[\s\S]*?path (?<path>\S+) is not shared|mounts denied/i,
    say: ({ path = '' }) =>
      words(
        'folder.not-shared',
        msg('engine.folder.notShared', { path }),
        msg('engine.folder.notShared.hint'),
      ),
  },
  {
    when: /minimum memory limit (?:allowed|can not be less than) (?:is )?(?<least>\w+)/i,
    say: ({ least = '' }) =>
      words('memory.too-small', msg('engine.memory.tooSmall', { least }), msg('engine.memory.tooSmall.hint')),
  },
  {
    when: /exec: "(?<command>[^"]+)":.*(?:not found|no such file)/i,
    say: ({ command = '' }) =>
      words(
        'container.command-missing',
        msg('engine.container.command', { command }),
        msg('engine.container.command.hint'),
      ),
  },
  {
    when: /client version (?<ours>\S+) is too old.*minimum supported API version is (?<version>[\d.]+)/i,
    say: ({ ours = '', version = '' }) =>
      words('engine.too-new', msg('engine.tooNew', { version, ours }), msg('engine.hint.updateFlotilla')),
  },
  {
    when: /client sent an HTTP request to an HTTPS server/i,
    say: (_, { endpoint }) =>
      words('engine.tls', msg('engine.tls', { endpoint, reason: 'HTTPS' }), msg('engine.hint.tls')),
  },
  {
    when: /authorization denied by plugin/i,
    say: () => words('engine.forbidden', msg('engine.forbidden'), msg('engine.hint.forbidden')),
  },
  {
    when: /(?<own>(?:OCI runtime create failed|failed to create (?:shim )?task)[\s\S]*)/i,
    say: ({ own = '' }) =>
      words(
        'container.start-failed',
        msg('engine.container.startFailed', { words: own }),
        msg('engine.container.startFailed.hint'),
      ),
  },
];

/** What an engine's (or a pull's) own words mean. */
export function refusal(message: string, about: About): Words {
  const first = message.replace(/^error response from daemon: /i, '').trim();
  for (const rule of rules) {
    const match = rule.when.exec(first);
    if (match !== null) return rule.say(match.groups ?? {}, about);
  }
  return {
    code: 'engine.refused',
    what: msg('engine.refused', { words: first }),
    hint: msg('engine.hint.words'),
  };
}
