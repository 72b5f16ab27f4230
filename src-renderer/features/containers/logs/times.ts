const two = (value: number): string => String(value).padStart(2, '0');

/** A moment by this computer's clock: `21:04:05.678`, with the day where it is asked for: `11-23 21:04:05.678`. */
export function clockTime(ms: number, day = false): string {
  const at = new Date(ms);
  if (Number.isNaN(at.getTime())) return '';
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  return day ? `${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}` : clock;
}

/** What `<input type="datetime-local">` gives, as milliseconds; undefined for nothing. */
export function localTime(value: string): number | undefined {
  const ms = value === '' ? NaN : new Date(value).getTime();
  return Number.isNaN(ms) ? undefined : ms;
}

/** Milliseconds as `<input type="datetime-local">` takes them. */
export function localValue(ms: number): string {
  const at = new Date(ms);
  return `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
