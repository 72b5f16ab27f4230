/** A Vite plugin: the catalogues of texts go into a build as data. */
import { runnerImport } from 'vite';

const catalogue = /\/src-shared\/i18n\/(en|zh-CN)\/index\.ts$/;

/**
 * Thousands of texts out of fifty files, joined by spreading, are the costliest code that runs before the first page;
 * as one JSON text they are read several times as fast.
 * @returns {import('vite').Plugin}
 */
export const textsAsData = () => ({
  name: 'texts-as-data',
  apply: 'build',
  async load(id) {
    if (!catalogue.test(id.replaceAll('\\', '/'))) return undefined;
    const { module, dependencies } = await runnerImport(id, { configFile: false, logLevel: 'error' });
    for (const file of dependencies) this.addWatchFile(file);
    return Object.entries(module)
      .map(([name, texts]) => `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(texts))});`)
      .join('\n');
  },
});
