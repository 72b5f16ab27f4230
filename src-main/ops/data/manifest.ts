import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CancelledError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { slotRangeSchema, type OpArgs } from '@shared/ops';
import type { OpContext, OpHandler } from '../../runner/types';
import { digestOf, fileError } from './files';

/** A backup's list of contents, beside its files. */
export const manifestName = 'manifest.json';

export const manifestSchema = z.object({
  v: z.literal(1),
  kind: z.literal('redis-cluster-backup'),
  cluster: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  run: z.string(),
  files: z.array(
    z.object({
      node: z.string(),
      id: z.string(),
      file: z.string(),
      slots: z.array(slotRangeSchema),
      bytes: z.number(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;

export interface ManifestOutput {
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
}

/** Reads each file once more from the disk: what the list says of it is what is there. */
export function backupManifest(): OpHandler<OpArgs<'redis.backupManifest'>, ManifestOutput> {
  return {
    async run({ folder, cluster, files }, context) {
      const { runId, signal } = context;
      const path = join(folder, manifestName);
      const doing = msg('tools.manifest.doing', { path });
      const listed: Manifest['files'] = [];
      try {
        for (const [n, file] of files.entries()) {
          context.progress({ fraction: n / Math.max(1, files.length) });
          listed.push({ ...file, ...(await digestOf(join(folder, file.file), signal)) });
        }
        const manifest: Manifest = {
          ...{ v: 1, kind: 'redis-cluster-backup', cluster, at: new Date().toISOString(), run: runId },
          files: listed,
        };
        const draft = `${path}.${runId}.part`;
        await writeFile(draft, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
        await rename(draft, path);
      } catch (error) {
        if (signal.aborted) throw new CancelledError('cancelled');
        throw fileError(error, path, doing);
      }
      return { path, files: listed.length, bytes: listed.reduce((sum, each) => sum + each.bytes, 0) };
    },
    async undo({ folder }, _output, context) {
      await rm(`${join(folder, manifestName)}.${context.runId}.part`, { force: true });
      if (await isOurs(join(folder, manifestName), context))
        await rm(join(folder, manifestName), { force: true });
    },
  };
}

/** The run's id stands in it. */
async function isOurs(path: string, { runId }: OpContext): Promise<boolean> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8'))).run === runId;
  } catch {
    return false;
  }
}
