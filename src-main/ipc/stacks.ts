import type { Desktop, Services } from './ports';
import type { Handlers } from './registrar';

export const stackHandlers = (
  { engines, exits, stackFiles }: Pick<Services, 'engines' | 'exits' | 'stackFiles'>,
  desktop: Pick<Desktop, 'openOutside'>,
): Handlers => ({
  'containers.why': (id) => exits.why(id),
  'stacks.remembered': () => stackFiles.list(),
  'stacks.remember': async ({ name, ref }) => {
    await stackFiles.remember(name, ref);
    return null;
  },
  'stacks.forget': async (name) => {
    await stackFiles.forget(name);
    return null;
  },
  'stacks.openPort': async ({ hostIp, port }) => {
    const state = engines.state();
    const address = addressOf(state.state === 'connected' ? state.engine.endpoint : '', hostIp, port);
    await desktop.openOutside(address);
    return address;
  },
});

/** Where a published port is reached from here: at the engine's own host, unless it listens on one address only. */
export function addressOf(endpoint: string, hostIp: string, port: number): string {
  const all = hostIp === '' || hostIp === '0.0.0.0' || hostIp === '::';
  const remote = /^(?:tcp|https?|ssh):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)/.exec(endpoint)?.[1];
  const bare = all ? (remote ?? 'localhost') : hostIp;
  const host = bare.includes(':') && !bare.startsWith('[') ? `[${bare}]` : bare;
  const scheme = port === 443 || port === 8443 ? 'https' : 'http';
  return `${scheme}://${host}:${String(port)}/`;
}
