import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { Look } from './types';

const gigabyte = 2 ** 30;
/** Below this nothing works for long; below that images soon do not fit, bytes. */
const [tooLittle, little] = [gigabyte / 2, 5 * gigabyte];

const inGigabytes = (bytes: number): string => (bytes / gigabyte).toFixed(1);

/** Where our own data lies, and where a local engine keeps its images. */
export const disk: Look = async (deps) => {
  const state = await deps.engine();
  const folders = [deps.dataDir];
  if (state.state === 'connected' && state.engine.local && !state.details.isDesktop)
    folders.push(state.details.rootDir);
  const free = await Promise.all(
    folders.map(async (path) => ({ path, bytes: await deps.freeDisk(path).catch(() => undefined) })),
  );
  const known = free.flatMap(({ path, bytes }) => (bytes === undefined ? [] : [{ path, bytes }]));
  const least = known.reduce((worst, each) => (each.bytes < worst.bytes ? each : worst), {
    path: '',
    bytes: Infinity,
  });
  if (known.length === 0) return { state: 'skipped', what: msg('diagnose.disk.unknown') };
  const what = msg('diagnose.disk.free', {
    list: raw(known.map(({ path, bytes }) => `${path} ${inGigabytes(bytes)} GB`).join(' · ')),
  });
  if (least.bytes >= little) return { state: 'fine', what };
  const hint = msg('diagnose.disk.hint', { path: least.path });
  return { state: least.bytes < tooLittle ? 'bad' : 'warn', what, hint };
};

/** Whether what is written to our data folder is there afterwards, and for nobody else to read. */
export const data: Look = async ({ dataDir }) => {
  const probe = join(dataDir, `.probe-${randomUUID()}`);
  const words = 'written by the self-test\n';
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const file = await open(probe, 'wx', 0o600);
    try {
      await file.writeFile(words);
      await file.sync();
    } finally {
      await file.close();
    }
    if ((await readFile(probe, 'utf8')) !== words) throw new Error('it reads as something else');
  } catch (error) {
    return {
      state: 'bad',
      what: msg('diagnose.data.bad', { path: dataDir, reason: raw(errorText(error)) }),
      hint: msg('diagnose.data.hint'),
    };
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
  const { mode } = await stat(dataDir);
  if (process.platform !== 'win32' && (mode & 0o022) !== 0) {
    const what = msg('diagnose.data.open', { path: dataDir });
    return { state: 'warn', what, hint: msg('diagnose.data.open.hint', { path: dataDir }) };
  }
  return { state: 'fine', what: msg('diagnose.data.fine', { path: dataDir }) };
};

export const secrets: Look = ({ secretsEncrypted, secretsKept }) =>
  Promise.resolve(
    secretsEncrypted
      ? { state: 'fine', what: msg('diagnose.secrets.fine') }
      : {
          state: 'warn',
          what: msg(secretsKept() ? 'diagnose.secrets.plain' : 'diagnose.secrets.session'),
          hint: msg('diagnose.secrets.hint'),
        },
  );

/** Where the numbers of the Monitor come from. */
export const sources: Look = async (deps) => {
  const all = (await deps.sources()).filter(({ state }) => state !== 'off');
  if (all.length === 0) return { state: 'skipped', what: msg('diagnose.sources.none') };
  const of = (state: (typeof all)[number]['state']) => all.filter((each) => each.state === state);
  const list = (some: typeof all): string => some.map(({ kind, where }) => `${kind} ${where}`).join(' · ');
  const [lost, late] = [of('gone'), of('late')];
  if (lost.length > 0) {
    const hint = lost.find(({ error }) => error !== undefined)?.error?.hint ?? msg('diagnose.sources.hint');
    return { state: 'bad', what: msg('diagnose.sources.gone', { list: raw(list(lost)) }), hint };
  }
  if (late.length > 0)
    return {
      state: 'warn',
      what: msg('diagnose.sources.late', { list: raw(list(late)) }),
      hint: msg('diagnose.sources.hint'),
    };
  return { state: 'fine', what: msg('diagnose.sources.fine', { list: raw(list(all)) }) };
};
