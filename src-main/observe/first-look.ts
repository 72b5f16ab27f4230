import type { Capacity, EngineDetails, PullTest } from '@shared/engine';
import { toErrorInfo } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { Docker } from '../clients/docker';
import { freeDisk } from '../clients/host';

const perNode = 256 * 2 ** 20;

/** What the engine's computer can carry, said in Redis nodes. */
export async function capacityOf(docker: Docker, details: EngineDetails): Promise<Capacity> {
  const { cpus, memoryBytes, isDesktop, rootDir } = details;
  const seen = docker.local && !isDesktop && process.platform === 'linux';
  const free = seen ? await freeDisk(rootDir) : undefined;
  return {
    cpus,
    memoryBytes,
    diskFreeBytes: free ?? null,
    nodes: Math.max(0, Math.min(600, Math.floor(memoryBytes / 2 / perNode))),
  };
}

/** An image that every registry with the official ones has. */
const probed = 'redis:7.0';
const server = /(^|\/)(redis|valkey)[^/]*:[^/]+$/i;

/** Whether the engine reaches a registry, and what there is without one. Throws when the engine is silent. */
export async function testPull(docker: Docker): Promise<PullTest> {
  const [mirrors, all] = await Promise.all([docker.mirrors(), docker.images.list()]);
  const images = [
    ...new Set(all.flatMap(({ RepoTags }) => RepoTags).filter((tag) => server.test(tag))),
  ].sort();
  const begun = performance.now();
  try {
    await docker.images.ask(probed, { idleMs: 15_000 });
    return { ms: Math.round(performance.now() - begun), mirrors, images };
  } catch (error) {
    const about = {
      code: 'registry.unreachable',
      doing: msg('engine.doing.askRegistry', { image: probed }),
      hint: msg('engine.registry.unreachable.hint'),
    };
    return { error: toErrorInfo(error, about), mirrors, images };
  }
}
