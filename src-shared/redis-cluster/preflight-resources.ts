import { msg } from '../i18n/index';
import type { Finding } from '../plan';
import { finding, inMb, listed, mebibyte } from './findings';
import type { PlannedNode } from './nodes';
import type { RedisClusterObserved } from './observed';
import { memoryBytes, type RedisClusterSpec } from './spec';

/** What a node takes before it holds data: server and container. */
const emptyNode = 12 * mebibyte;

/** Memory: of the engine, of this computer, and a node's limit. */
export function checkMemory(
  spec: RedisClusterSpec,
  { engine, host }: RedisClusterObserved,
  nodes: readonly PlannedNode[],
): Finding[] {
  const found: Finding[] = [];
  const count = nodes.length;
  const limit = spec.memory === undefined ? undefined : memoryBytes(spec.memory);
  const have = inMb(engine.memoryBytes);
  if (limit !== undefined && limit < 32 * mebibyte) {
    const memory = spec.memory ?? '';
    found.push(
      limit < 6 * mebibyte
        ? finding(
            'error',
            'memory.tooSmall',
            'memory',
            msg('redis.finding.memoryTiny.what', { memory }),
            msg('redis.finding.memoryLimit.hint'),
          )
        : finding(
            'warning',
            'memory.small',
            'memory',
            msg('redis.finding.memorySmall.what', { memory }),
            msg('redis.finding.memoryLimit.hint'),
          ),
    );
  }
  const least = count * emptyNode;
  const need = inMb(least);
  const hint = msg('redis.finding.memoryNodes.hint');
  if (engine.memoryBytes > 0 && least > engine.memoryBytes)
    found.push(
      finding(
        'error',
        'memory.engine',
        'masters',
        msg('redis.finding.memoryEngine.what', { count, need, have }),
        hint,
      ),
    );
  else if (engine.local && host.freeMemoryBytes > 0 && least > host.freeMemoryBytes)
    found.push(
      finding(
        'warning',
        'memory.free',
        'masters',
        msg('redis.finding.memoryFree.what', { count, need, have: inMb(host.freeMemoryBytes) }),
        hint,
      ),
    );
  if (limit !== undefined && engine.memoryBytes > 0 && count * limit > engine.memoryBytes)
    found.push(
      finding(
        'warning',
        'memory.sum',
        'memory',
        msg('redis.finding.memorySum.what', { count, need: inMb(count * limit), have }),
        msg('redis.finding.memorySum.hint'),
      ),
    );
  return found;
}

/** Where the data goes: no old data in the way, and room on the disk. */
export function checkStorage(
  spec: RedisClusterSpec,
  observed: RedisClusterObserved,
  nodes: readonly PlannedNode[],
): Finding[] {
  const found: Finding[] = [];
  const { persistence } = spec;
  const sources = nodes.map((node) => node.data.source);
  if (persistence.storage === 'volume') {
    const names = new Set(observed.volumes.map((each) => each.name));
    const taken = sources.filter((source) => names.has(source));
    if (taken.length > 0)
      found.push(
        finding(
          'error',
          'volume.taken',
          'name',
          msg('redis.finding.volumeTaken.what', { names: listed(taken) }),
          msg('redis.finding.volumeTaken.hint'),
        ),
      );
  } else {
    const { path } = persistence;
    const parts = path.split(/[\\/]/);
    if (!observed.engine.local)
      found.push(
        finding(
          'error',
          'folder.remote',
          'persistence.storage',
          msg('redis.finding.folderRemote.what'),
          msg('redis.finding.folderRemote.hint'),
        ),
      );
    if (
      parts.includes('..') ||
      parts.includes('.') ||
      /^([A-Za-z]:)?[\\/]*$/.test(path) ||
      path.includes('\0')
    )
      found.push(
        finding(
          'error',
          'folder.path',
          'persistence.path',
          msg('redis.finding.folderPath.what', { path }),
          msg('redis.finding.folderPath.hint'),
        ),
      );
    const used = new Set(observed.host.foldersInUse);
    const taken = sources.filter((source) => used.has(source));
    if (taken.length > 0)
      found.push(
        finding(
          'error',
          'folder.taken',
          'persistence.path',
          msg('redis.finding.folderTaken.what', { paths: listed(taken) }),
          msg('redis.finding.folderTaken.hint'),
        ),
      );
  }
  return [...found, ...checkDisk(observed)];
}

function checkDisk({ host: { freeDiskBytes } }: RedisClusterObserved): Finding[] {
  if (freeDiskBytes === undefined || freeDiskBytes >= 5 * 1024 * mebibyte) return [];
  const have = inMb(freeDiskBytes);
  return freeDiskBytes < 1024 * mebibyte
    ? [
        finding(
          'error',
          'disk.full',
          'persistence.storage',
          msg('redis.finding.diskFull.what', { have }),
          msg('redis.finding.diskFull.hint'),
        ),
      ]
    : [
        finding(
          'warning',
          'disk.low',
          'persistence.storage',
          msg('redis.finding.diskLow.what', { have }),
          msg('redis.finding.diskLow.hint'),
        ),
      ];
}
