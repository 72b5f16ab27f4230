import { msg } from '@shared/i18n/index';
import type { Run, RunEvent, StepStatus } from '@shared/plan';
import { duration, errorLines, width, type Style, type Terminal } from './terminal';

const marks: Partial<Record<StepStatus, readonly [mark: string, style: Style]>> = {
  succeeded: ['✓', 'green'],
  undone: ['✓', 'green'],
  failed: ['✗', 'red'],
  'undo-failed': ['✗', 'red'],
  cancelled: ['■', 'yellow'],
  skipped: ['○', 'dim'],
};
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const keptLines = 10;

/**
 * Tells a run as it goes: one line for each step that ended, and on a terminal one more that is rewritten
 * with what is under way. Everything goes to `err`: the standard output stays for results.
 */
export class RunView {
  private readonly t: Terminal;
  private readonly run: Run;
  private readonly total: number;
  private readonly startedAt = new Map<string, number>();
  private readonly notes = new Map<string, string>();
  private readonly output = new Map<string, string[]>();
  /** The steps that are done (or undone); on resume those of before, until they are run again. */
  private readonly ended: Set<string>;
  private readonly undoing: boolean;
  private frame = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(t: Terminal, run: Run, undoing: boolean) {
    this.t = t;
    this.run = run;
    this.undoing = undoing;
    const states = run.steps.filter((step) => !undoing || step.startedAt !== undefined);
    const ended = states.filter((step) => step.status === (undoing ? 'undone' : 'succeeded'));
    this.ended = new Set(undoing ? [] : ended.map((step) => step.id));
    this.total = undoing ? states.length - ended.length : states.length;
    if (t.live) this.timer = setInterval(() => this.drawLive(), 100).unref();
  }

  hear(event: RunEvent): void {
    if (event.type === 'progress') this.hearProgress(event);
    else if (event.type === 'log') this.keep(event.stepId, event.line);
    else if (event.type === 'step') this.hearStep(event);
  }

  /** Wipes the live line away; nothing is drawn any more. */
  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (this.t.live) this.t.rewrite('\r\u001B[2K');
  }

  /** A line above the live one. */
  line(text: string): void {
    if (this.t.live) this.t.rewrite('\r\u001B[2K');
    this.t.err(text);
    this.drawLive();
  }

  private hearProgress({ stepId, fraction, note }: Extract<RunEvent, { type: 'progress' }>): void {
    const parts = [note && this.t.say(note), fraction !== undefined && `${Math.round(fraction * 100)}%`];
    this.notes.set(stepId, parts.filter(Boolean).join(' '));
  }

  private keep(stepId: string, line: string): void {
    const lines = this.output.get(stepId) ?? [];
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    this.output.set(stepId, lines);
  }

  private hearStep({ stepId, status, at, error }: Extract<RunEvent, { type: 'step' }>): void {
    const { t } = this;
    if (status === 'running' || status === 'undoing') {
      this.startedAt.set(stepId, at);
      this.ended.delete(stepId);
      return;
    }
    const mark = marks[status];
    if (mark === undefined) return;
    const began = this.startedAt.get(stepId);
    this.startedAt.delete(stepId);
    if (status === (this.undoing ? 'undone' : 'succeeded')) this.ended.add(stepId);
    const time = began === undefined ? '' : t.paint(`  ${duration(at - began)}`, 'dim');
    const word = t.live || mark[0] === '✓' ? '' : `  (${t.say({ key: `cli.step.${status}` })})`;
    const where = t.live ? '' : `[${this.count()}] `;
    this.line(`${where}${t.paint(mark[0], mark[1])} ${this.titleOf(stepId)}${word}${time}`);
    if (error === undefined) return;
    for (const line of errorLines(t, error, msg('cli.error'))) this.line(`    ${line}`);
    const output = this.output.get(stepId) ?? [];
    if (output.length > 0) this.line(`    ${t.say(msg('cli.run.output'))}`);
    for (const line of output) this.line(t.paint(`      ${line}`, 'dim'));
  }

  private count(): string {
    return `${this.ended.size}/${Math.max(this.total, this.ended.size)}`;
  }

  private titleOf(stepId: string): string {
    const step = this.run.plan.steps.find((each) => each.id === stepId);
    return step === undefined ? stepId : this.t.say(step.title);
  }

  private drawLive(): void {
    const { t } = this;
    if (!t.live || this.timer === undefined) return;
    const [first, ...more] = [...this.startedAt.keys()];
    if (first === undefined) return;
    const note = this.notes.get(first);
    const rest = more.length === 0 ? '' : ` ${t.say(msg('cli.run.more', { n: more.length }))}`;
    const spin = frames[this.frame++ % frames.length] ?? '';
    const text = `${spin} ${this.count()}  ${this.titleOf(first)}${note ? ` — ${note}` : ''}${rest}`;
    t.rewrite(`\r\u001B[2K${t.paint(cut(text, t.columns - 1), 'cyan')}`);
  }
}

/** A text that fits into so many columns. */
function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let result = '';
  for (const character of text) {
    if (width(result) + width(character) > columns - 1) break;
    result += character;
  }
  return `${result}…`;
}
