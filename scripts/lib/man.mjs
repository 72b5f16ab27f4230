/** The man page of `flotilla`, in a language, made of the command's own tables. */
import { runnerImport } from 'vite';
import { at, root } from './paths.mjs';

/** @param {'en' | 'zh-CN'} locale @param {string} version */
export async function manPage(locale, version) {
  const { module } = await runnerImport(at('src-main', 'cli', 'man.ts'), {
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': at('src-shared') } },
  });
  return module.manPage(locale, version);
}
