/**
 * For the kill tests only: the process kills itself (SIGKILL, no clean-up) right after the n-th journal
 * entry of a kind, as a power cut would. `FLOTILLA_CRASH_AFTER=n`: the n-th step that ended well;
 * `FLOTILLA_CRASH_DURING=n`: the n-th that started; `FLOTILLA_CRASH_UNDO=n`: the n-th that was undone.
 */
const counts = { AFTER: 0, DURING: 0, UNDO: 0 };

export function crashPoint(kind: keyof typeof counts): void {
  const at = process.env[`FLOTILLA_CRASH_${kind}`];
  if (at !== undefined && ++counts[kind] === Number(at)) process.kill(process.pid, 'SIGKILL');
}
