import { AppError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import { busOffset } from '@shared/redis-cluster/nodes';
import { redisClusterSpecSchema } from '@shared/redis-cluster/spec';
import type { Found, Look, LookDeps } from './types';

/** The engine does not answer: its own error says why and what to do. */
const away = async ({ engine }: LookDeps): Promise<Found | undefined> => {
  const state = await engine();
  if (state.state === 'connected') return undefined;
  return { state: 'skipped', what: msg('diagnose.noEngine') };
};

/** More than this and the engine is slow to work with, ms. */
const slowMs = 1500;

export const engine: Look = async (deps) => {
  const state = await deps.engine();
  if (state.state === 'none' || state.state === 'unreachable')
    return { state: 'bad', what: state.error.what, hint: state.error.hint };
  if (state.state === 'searching') return { state: 'bad', what: msg('diagnose.noEngine') };
  const { name, endpoint } = state.engine;
  const { version, apiVersion } = state.details;
  const start = deps.now();
  await deps.docker().ping();
  const ms = Math.max(0, deps.now() - start);
  const { warnings } = await deps.docker().standing();
  const what = msg('diagnose.engine.fine', { name: raw(name), version, api: apiVersion, endpoint, ms });
  if (ms > slowMs) return { state: 'warn', what, hint: msg('diagnose.engine.slow') };
  if (warnings.length === 0) return { state: 'fine', what };
  return { state: 'warn', what, hint: msg('diagnose.engine.warns', { text: raw(warnings.join(' · ')) }) };
};

/** Logs and metrics are joined by time: so much may they be apart, ms. */
const apartMs = 2000;

export const clock: Look = async (deps) => {
  const none = await away(deps);
  if (none) return none;
  const before = deps.now();
  const { time } = await deps.docker().standing();
  if (time === undefined) return { state: 'skipped', what: msg('diagnose.clock.silent') };
  // The engine looked at its clock at some moment between the question and the answer.
  const after = deps.now();
  const apart = time < before ? time - before : time > after ? time - after : 0;
  const seconds = Math.round(Math.abs(apart) / 100) / 10;
  if (seconds === 0) return { state: 'fine', what: msg('diagnose.clock.same') };
  if (Math.abs(apart) <= apartMs) return { state: 'fine', what: msg('diagnose.clock.fine', { seconds }) };
  const what =
    apart > 0 ? msg('diagnose.clock.ahead', { seconds }) : msg('diagnose.clock.behind', { seconds });
  return { state: 'warn', what, hint: msg('diagnose.clock.hint') };
};

export const compose: Look = async (deps) => {
  const cli = await deps.compose();
  return cli === null
    ? { state: 'warn', what: msg('diagnose.compose.none'), hint: msg('diagnose.compose.hint') }
    : { state: 'fine', what: msg('diagnose.compose.fine', { version: cli.version, path: cli.path }) };
};

const hostOf = (address: string): string | undefined => {
  try {
    return new URL(address.includes('://') ? address : `https://${address}`).hostname || undefined;
  } catch {
    return undefined;
  }
};

/** Whether the names of the registries, and of the engine's own computer, are found: without them nothing is pulled. */
export const dns: Look = async (deps) => {
  const state = await deps.engine();
  const registries =
    state.state === 'connected'
      ? await deps
          .docker()
          .standing()
          .then(({ registries: all }) => all)
      : [];
  const endpoint = state.state === 'connected' ? state.engine.endpoint : '';
  const hosts = [...(/^(tcp|ssh|https?):/.test(endpoint) ? [endpoint] : []), ...registries]
    .map(hostOf)
    .filter((host): host is string => host !== undefined && host !== '');
  const names = [...new Set(hosts)];
  if (names.length === 0) return { state: 'skipped', what: msg('diagnose.dns.nothing') };
  const answers = await Promise.all(names.map(async (host) => ({ host, found: await deps.findName(host) })));
  const lost = answers.filter(({ found }) => found !== 'found');
  if (lost.length === 0)
    return { state: 'fine', what: msg('diagnose.dns.fine', { names: names.join(', ') }) };
  return {
    state: 'warn',
    what: msg('diagnose.dns.lost', { names: lost.map(({ host }) => host).join(', ') }),
    hint: msg('diagnose.dns.hint'),
  };
};

/** The ports that a first cluster would be given. */
export const ports: Look = async (deps) => {
  const state = await deps.engine();
  if (state.state === 'connected' && !state.engine.local)
    return { state: 'skipped', what: msg('diagnose.ports.remote') };
  const { first } = redisClusterSpecSchema.shape.ports.parse(undefined);
  const nodes = Array.from({ length: 6 }, (_, place) => first + place);
  const wanted = [...nodes, ...nodes.map((port) => port + busOffset)];
  const taken = await deps.portsInUse(wanted);
  const range = `${nodes[0] ?? ''}–${nodes.at(-1) ?? ''}`;
  if (taken.length === 0) return { state: 'fine', what: msg('diagnose.ports.fine', { range }) };
  const list = taken.map(({ port, by }) => (by === undefined ? String(port) : `${String(port)} (${by})`));
  return {
    state: 'warn',
    what: msg('diagnose.ports.taken', { range, list: list.join(', ') }),
    hint: msg('diagnose.ports.hint'),
  };
};

/** Why a look itself failed. */
export function failedLook(error: unknown): Found {
  if (error instanceof AppError) return { state: 'bad', what: error.info.what, hint: error.info.hint };
  const text = error instanceof Error ? error.message : String(error);
  return { state: 'bad', what: raw(text), hint: msg('diagnose.failed.hint') };
}
