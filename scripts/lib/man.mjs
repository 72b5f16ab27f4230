/** The man page of `flotilla`, in a language, made of the command's own tables. */
import { at, root } from './paths.mjs';

/** @param {'en' | 'zh-CN'} locale @param {string} version */
export async function manPage(locale, version) {
  // Not at the top: `npm test` imports this file before the packages are installed.
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(at('src-main', 'cli', 'man.ts'), {
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': at('src-shared') } },
  });
  return module.manPage(locale, version);
}
