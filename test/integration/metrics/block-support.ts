import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker, sweep } from '../../support/world';
import { started } from './sources-support';

/** What the engine counts of a container's block I/O at a moment: bytes, ms by the engine's clock. */
export interface CountedBlocks {
  readonly at: number;
  readonly read: number;
  readonly written: number;
}

export async function countedBlocks(id: string): Promise<CountedBlocks> {
  const stats = await docker().getContainer(id).stats({ stream: false });
  // An engine that counted nothing says null.
  const all = stats.blkio_stats?.io_service_bytes_recursive as
    readonly { readonly op: string; readonly value: number }[] | null | undefined;
  const sum = (op: string): number =>
    (all ?? []).reduce((total, each) => (each.op.toLowerCase() === op ? total + each.value : total), 0);
  return { at: Date.parse(stats.read), read: sum('read'), written: sum('write') };
}

/** The disk that the engine keeps its containers on; undefined: it is not one of this computer, or none by itself. */
async function engineDisk(): Promise<string | undefined> {
  const { DockerRootDir } = (await docker().info()) as { readonly DockerRootDir: string };
  try {
    const { dev } = await stat(DockerRootDir, { bigint: true });
    const [major, minor] = [(dev >> 8n) & 0xfffn, (dev & 0xffn) | ((dev >> 12n) & 0xfff00n)];
    const device = await realpath(`/sys/dev/block/${String(major)}:${String(minor)}`);
    const isPart = await stat(`${device}/partition`).then(
      () => true,
      () => false,
    );
    const disk = `/dev/${basename(isPart ? dirname(device) : device)}`;
    return (await stat(disk)).isBlockDevice() ? disk : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A container that writes 4 MB in each second and reads 2 MB, past the page cache. Its disk has a limit that it does
 * not come near: with cgroup v1, kernels from 6.10 on count block I/O of a disk only once one has been set.
 */
export async function startBlockLoad(stem: string): Promise<string> {
  const disk = await engineDisk();
  const { id } = await started(stem, 'blocks', {
    Entrypoint: ['sh', '-c'],
    Cmd: [
      'while :; do' +
        ' dd if=/dev/zero of=/blocks bs=1M count=4 oflag=direct conv=notrunc &&' +
        ' dd if=/blocks of=/dev/null bs=1M count=2 iflag=direct; sleep 1; done',
    ],
    ...(disk !== undefined && {
      HostConfig: {
        BlkioDeviceWriteBps: [{ Path: disk, Rate: 2 ** 36 }],
        BlkioDeviceReadBps: [{ Path: disk, Rate: 2 ** 36 }],
      },
    }),
  });
  return id;
}

/** Why no test here can hold block I/O against the engine's count, or undefined: it is tried. */
export async function noBlockCount(stem: string): Promise<string | undefined> {
  await sweep(stem);
  try {
    const id = await startBlockLoad(stem);
    for (let i = 0; i < 5; i++) {
      await sleep(1000);
      const { read, written } = await countedBlocks(id);
      if (read > 0 && written > 0) return undefined;
    }
    return 'this kernel counts no block I/O of a container';
  } catch (error) {
    return `no container can write past the page cache here (${String(error)})`;
  } finally {
    await sweep(stem);
  }
}
