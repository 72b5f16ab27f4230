import { AppError } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import { parseRedirect, type Redirect } from '../clients/redis-replies';
import { isNotReady } from '../clients/redis-errors';
import type { Limits, NodeConnection } from '../clients/redis';
import type { OpContext } from '../runner/types';
import { again, type RedisHandler, type RedisOpsDeps } from './redis-deps';
import { askViews } from './redis-views';

/** What the journal keeps of it. */
export interface RedirectOutput {
  readonly asked: string;
  readonly owner: string;
  /** The MOVED reply's address. */
  readonly movedTo: string;
  /** `published`: the announced address cannot be reached from this computer, the published port was used. */
  readonly via: 'announced' | 'published';
}

/** The key goes by itself after so many seconds, should we die before we delete it. */
const ttlSeconds = 10;

/** Asks a node for a key that another owns, and goes where its MOVED reply sends us. */
export const verifyRedirect: RedisHandler<'redis.verifyRedirect'> = (deps) => ({
  ...again,
  async run({ nodes, from }, context) {
    const key = `flotilla:verify:${context.runId}:${context.stepId}`;
    const route = await findRoute(deps, nodes, key, context);
    return from === 'host' ? fromHost(deps, route, key, context) : fromNetwork(deps, route, key, context);
  },
});

interface Route {
  /** A master that does not own the key. */
  readonly asked: RedisNode;
  readonly owner: RedisNode;
  readonly ownerId: string;
}

async function findRoute(
  { pool }: RedisOpsDeps,
  nodes: readonly RedisNode[],
  key: string,
  { signal }: OpContext,
): Promise<Route> {
  const { views, silent } = await askViews(pool, nodes, signal);
  const first = views[0];
  if (silent[0] !== undefined || first === undefined) {
    await pool.node(silent[0] ?? (nodes[0] as RedisNode)).ping({ signal });
    throw failure(msg('ops.redis.redirect.noOwner'));
  }
  const slot = Number(await pool.node(first.node).call(['CLUSTER', 'KEYSLOT', key], { signal }));
  const owns = (view: (typeof views)[number]): boolean =>
    view.lines.some((line) => line.myself && line.slots.some(([low, high]) => low <= slot && slot <= high));
  const owner = views.find(owns);
  const asked = views.find(
    (view) => view !== owner && view.lines.some((line) => line.myself && line.role === 'master'),
  );
  if (owner === undefined || asked === undefined) throw failure(msg('ops.redis.redirect.noOwner'));
  return { asked: asked.node, owner: owner.node, ownerId: owner.id };
}

async function fromHost(
  { pool }: RedisOpsDeps,
  { asked, owner, ownerId }: Route,
  key: string,
  context: OpContext,
): Promise<RedirectOutput> {
  const { runId, signal } = context;
  const limits: Limits = { signal, timeoutMs: 3000 };
  const reply = await pool.node(asked).set(key, runId, ttlSeconds, limits);
  if (!('redirect' in reply)) throw failure(msg('ops.redis.redirect.noMoved', { node: asked.name }));
  const { redirect } = reply;
  checkTarget(redirect, asked, owner);
  context.log(`SET ${key} → ${asked.name}: MOVED ${redirect.slot} ${redirect.host}:${redirect.port}`);

  const announced = pool.node({ ...owner, host: redirect.host || asked.host, port: redirect.port });
  const direct = await leadsTo(announced, ownerId, signal);
  const connection = direct ? announced : pool.node(owner);
  try {
    for (const step of ['set', 'get', 'del'] as const) {
      const answer =
        step === 'set'
          ? await connection.set(key, runId, ttlSeconds, limits)
          : await connection[step](key, limits);
      if ('redirect' in answer || (step === 'get' && answer.value !== runId)) {
        throw failure(msg('ops.redis.redirect.lost', { node: owner.name }));
      }
    }
  } finally {
    if (announced !== pool.node(owner)) announced.close();
  }
  if (!direct)
    context.log(
      `${redirect.host}:${redirect.port} cannot be reached from here; used ${owner.host}:${owner.port}`,
    );
  return {
    asked: asked.name,
    owner: owner.name,
    movedTo: `${redirect.host}:${redirect.port}`,
    via: direct ? 'announced' : 'published',
  };
}

/** Whether an address leads to that very node from this computer: elsewhere it may lead to another, or nowhere. */
async function leadsTo(connection: NodeConnection, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await connection.myId({ signal, timeoutMs: 1500 })) === id;
  } catch (error) {
    if (isNotReady(error)) return false;
    throw error;
  }
}

async function fromNetwork(
  { exec, resolveSecret }: RedisOpsDeps,
  { asked, owner }: Route,
  key: string,
  context: OpContext,
): Promise<RedirectOutput> {
  const { runId, signal } = context;
  const container = asked.container;
  if (exec === undefined || container === undefined) {
    throw failure(msg('ops.redis.redirect.noContainer', { node: asked.name }));
  }
  const { auth } = asked;
  const input = auth === undefined ? undefined : `${await resolveSecret(auth.password)}\n`;
  const user = auth?.username === undefined ? [] : ['--user', auth.username];
  const script = auth === undefined ? followScript : `${readPassword}\n${followScript}`;
  const args = [String(asked.innerPort), key, runId, String(ttlSeconds), ...user];
  const result = await exec(container, ['sh', '-c', script, 'sh', ...args], {
    signal,
    ...(input === undefined ? {} : { input }),
  });
  const [first = '', set = '', got = ''] = result.stdout.split('\n').map((line) => line.trim());

  const redirect = parseRedirect(first);
  if (redirect === undefined) {
    const text = first || result.stderr.trim();
    throw failure(msg('ops.redis.redirect.noMovedInside', { container, text }));
  }
  checkTarget(redirect, asked, owner);
  context.log(`SET ${key} → ${asked.name}: ${first}`);
  if (set !== 'OK') {
    const address = `${redirect.host}:${redirect.port}`;
    throw failure(
      msg('ops.redis.redirect.inside', { container, address, text: set || result.stderr.trim() }),
    );
  }
  if (got !== runId) throw failure(msg('ops.redis.redirect.lost', { node: owner.name }));
  return {
    asked: asked.name,
    owner: owner.name,
    movedTo: `${redirect.host}:${redirect.port}`,
    via: 'announced',
  };
}

/** From standard input into the variable that the client logs in with: it shows in no list of processes. */
const readPassword = 'IFS= read -r REDISCLI_AUTH && export REDISCLI_AUTH';

/**
 * In a container, with the image's own client, whichever of the two it brings: asks the node at a port ($1) for
 * a key ($2), goes where the reply sends it, and prints the replies, a line each. All in one go, for to enter a
 * container takes longer than all of this.
 */
const followScript = `
cli=redis-cli; command -v "$cli" >/dev/null 2>&1 || cli=valkey-cli
port=$1 key=$2 value=$3 ttl=$4; shift 4
reply=$("$cli" "$@" -p "$port" set "$key" "$value" EX "$ttl" 2>&1)
printf '%s\\n' "$reply"
case $reply in MOVED*) ;; *) exit 0 ;; esac
at=\${reply##* }; host=\${at%:*}; port=\${at##*:}
[ -n "$host" ] || host=127.0.0.1
set -- "$@" -h "$host" -p "$port"
"$cli" "$@" set "$key" "$value" EX "$ttl" 2>&1 && "$cli" "$@" get "$key" && "$cli" "$@" del "$key"
exit 0`;

/** A redirect must name the owner's announced address: that is where every client goes. */
function checkTarget(redirect: Redirect, asked: RedisNode, owner: RedisNode): void {
  const { address, port } = owner.announce;
  if (redirect.kind === 'MOVED' && redirect.host === address && redirect.port === port) return;
  throw failure(
    msg('ops.redis.redirect.wrong', {
      node: asked.name,
      got: `${redirect.host}:${redirect.port}`,
      expected: `${address}:${port}`,
    }),
  );
}

function failure(what: Message): AppError {
  return new AppError({
    code: 'redis.redirect',
    doing: msg('ops.redis.redirect.doing'),
    what,
    hint: msg('ops.redis.redirect.hint'),
    details: [raw('https://redis.io/docs/latest/operate/oss_and_stack/management/scaling/')],
  });
}
