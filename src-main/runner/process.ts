import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the platform's own words; only ever compared. Empty where it can't be told. */
  readonly start: string;
}

const run = promisify(execFile);

/** When a live process started; undefined when there is none (a zombie is none), '' when it can't be told. */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return linuxStart(pid);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  const [file, args]: [string, string[]] =
    process.platform === 'win32'
      ? ['powershell', ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`]]
      : ['ps', ['-o', 'lstart=', '-p', String(pid)]];
  // ps tells local time: with another TZ, or after a change of clocks, the same start would read differently.
  return run(file, args, { env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } }).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}

/** Boot id and start tick: proc(5), /proc/[pid]/stat, fields 3 (state) and 22 (starttime). */
async function linuxStart(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${boot.trim()}:${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}

/** This process. */
export async function thisProcess(): Promise<ProcessIdentity> {
  return { pid: process.pid, start: (await processStart(process.pid)) ?? '' };
}

/** Whether that very process is still there. */
export async function isSameProcess(owner: ProcessIdentity): Promise<boolean> {
  const start = await processStart(owner.pid);
  return start !== undefined && (start === owner.start || start === '' || owner.start === '');
}
