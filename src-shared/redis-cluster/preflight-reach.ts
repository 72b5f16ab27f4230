import { msg } from '../i18n/index';
import { isLoopback } from '../ipv4';
import type { Finding } from '../plan';
import { finding, inVm, listed } from './findings';
import type { RedisClusterObserved } from './observed';
import type { RedisClusterSpec } from './spec';

/** Who can reach the nodes where: the announced address, host mode, engines that are elsewhere. */
export function checkReach(spec: RedisClusterSpec, observed: RedisClusterObserved): Finding[] {
  return spec.network.mode === 'host'
    ? checkHost(spec, spec.network.address, observed)
    : checkBridge(spec, observed);
}

function checkHost(spec: RedisClusterSpec, address: string, observed: RedisClusterObserved): Finding[] {
  const found: Finding[] = [];
  const add = (
    level: Finding['level'],
    code: string,
    path: string,
    ...texts: [Finding['what'], Finding['hint']]
  ) => found.push(finding(level, code, path, ...texts));
  const { engine } = observed;
  if (engine.isDesktop) {
    if (older(engine.version, 27, 2))
      add(
        'error',
        'host.desktop',
        'network.mode',
        msg('redis.finding.hostDesktopOld.what', { version: engine.version }),
        msg('redis.finding.hostDesktopOld.hint'),
      );
    else
      add(
        'warning',
        'host.desktop',
        'network.mode',
        msg('redis.finding.hostDesktop.what'),
        msg('redis.finding.hostDesktop.hint'),
      );
  } else if (inVm(observed))
    add(
      'error',
      'host.vm',
      'network.mode',
      msg('redis.finding.hostVm.what'),
      msg('redis.finding.hostVm.hint'),
    );
  else if (engine.rootless)
    add(
      'error',
      'host.rootless',
      'network.mode',
      msg('redis.finding.hostRootless.what'),
      msg('redis.finding.hostVm.hint'),
    );
  else if (!engine.local)
    add(
      'warning',
      'host.remote',
      'network.address',
      msg('redis.finding.hostRemote.what', { address }),
      msg('redis.finding.hostRemote.hint', { address }),
    );
  else if (!isLoopback(address) && !addresses(observed).includes(address))
    add(
      'error',
      'host.address',
      'network.address',
      msg('redis.finding.hostAddress.what', { address }),
      msg('redis.finding.hostAddress.hint', { addresses: listed(addresses(observed)) }),
    );

  if (isLoopback(address)) {
    const path = 'network.address';
    if (!engine.local)
      add(
        'error',
        'host.loopback',
        path,
        msg('redis.finding.engineRemote.what'),
        msg('redis.finding.lanLoopback.hint'),
      );
    else if (spec.clients === 'lan')
      add(
        'error',
        'host.loopback',
        path,
        msg('redis.finding.lanLoopback.what', { address }),
        msg('redis.finding.lanLoopback.hint'),
      );
    else if (spec.clients === 'containers')
      add(
        'warning',
        'host.loopback',
        path,
        msg('redis.finding.hostLoopbackContainers.what', { address }),
        msg('redis.finding.hostLoopbackContainers.hint'),
      );
    else
      add(
        'info',
        'host.loopback',
        path,
        msg('redis.finding.hostLoopback.what', { address }),
        msg('redis.finding.hostLoopback.hint'),
      );
  }
  if (spec.announce !== undefined) found.push(announceUnused());
  return found;
}

function checkBridge(spec: RedisClusterSpec, observed: RedisClusterObserved): Finding[] {
  const { announce, clients } = spec;
  const here = addresses(observed);
  if (clients !== 'lan') {
    const found: Finding[] = announce === undefined ? [] : [announceUnused()];
    if (!observed.engine.local)
      found.push(
        finding(
          'error',
          'engine.remote',
          'clients',
          msg('redis.finding.engineRemote.what'),
          msg('redis.finding.engineRemote.hint'),
        ),
      );
    if (clients === 'host' && inVm(observed))
      found.push(
        finding(
          'warning',
          'clients.natMap',
          'clients',
          msg('redis.finding.natMap.what'),
          msg('redis.finding.natMap.hint'),
        ),
      );
    return found;
  }
  if (announce === undefined)
    return [
      finding(
        'error',
        'announce.missing',
        'announce',
        msg('redis.finding.announceMissing.what'),
        here.length === 0
          ? msg('redis.finding.lanLoopback.hint')
          : msg('redis.finding.hostAddress.hint', { addresses: listed(here) }),
      ),
    ];
  // In bridge mode 127.0.0.1 would even send the nodes to themselves: they would never meet.
  if (isLoopback(announce))
    return [
      finding(
        'error',
        'announce.loopback',
        'announce',
        msg('redis.finding.lanLoopback.what', { address: announce }),
        msg('redis.finding.lanLoopback.hint'),
      ),
    ];
  if (observed.engine.local && !here.includes(announce))
    return [
      finding(
        'warning',
        'announce.notHere',
        'announce',
        msg('redis.finding.announceNotHere.what', { address: announce }),
        msg('redis.finding.announceNotHere.hint', { addresses: listed(here) || '–' }),
      ),
    ];
  return [];
}

function announceUnused(): Finding {
  return finding(
    'info',
    'announce.unused',
    'announce',
    msg('redis.finding.announceUnused.what'),
    msg('redis.finding.announceUnused.hint'),
  );
}

/** This computer's addresses, without 127.0.0.1. */
function addresses({ host }: RedisClusterObserved): string[] {
  return host.interfaces.filter((each) => !each.internal).map((each) => each.address);
}

function older(version: string, major: number, minor: number): boolean {
  const match = /^(\d+)\.(\d+)/.exec(version);
  if (match === null) return false;
  return Number(match[1]) < major || (Number(match[1]) === major && Number(match[2]) < minor);
}
