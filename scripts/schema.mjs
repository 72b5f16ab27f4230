/** Writes resources/*.schema.json from the schemas in src-shared. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const load = async (path) =>
  (await runnerImport(`${root}src-shared/${path}`, { root, configFile: false, logLevel: 'error' })).module;
const { redisClusterJsonSchema } = await load('redis-cluster/json-schema.ts');
const { containerJsonSchema } = await load('containers/spec-file.ts');

await mkdir(`${root}resources`, { recursive: true });
for (const [name, schema] of [
  ['redis-cluster', redisClusterJsonSchema()],
  ['container', containerJsonSchema()],
]) {
  const file = `${root}resources/${name}.schema.json`;
  await writeFile(file, await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 }));
  console.log(file);
}
