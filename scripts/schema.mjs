/** Writes resources/*.schema.json from the schemas in src-shared. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const { module } = await runnerImport(`${root}src-shared/redis-cluster/json-schema.ts`, {
  root,
  configFile: false,
  logLevel: 'error',
});
const file = `${root}resources/redis-cluster.schema.json`;
await mkdir(`${root}resources`, { recursive: true });
await writeFile(
  file,
  await format(JSON.stringify(module.redisClusterJsonSchema()), { parser: 'json', printWidth: 110 }),
);
console.log(file);
