import { inspect } from 'node:util';
import { app } from 'electron';
import { redactText, type Private } from '@shared/diagnose/redact';
import { translate } from '@shared/i18n/index';
import { isResting } from '@shared/resting';
import { createLogFile } from '../store/log-file';
import type { DesktopServices } from './services';

/** What the app tells of itself: on the standard error and in its log file. */
export interface AppLog {
  readonly log: (error: unknown) => void;
  /** Something of note, for the file alone. */
  readonly note: (text: string) => void;
  /** Says what must not be written, once that is known. */
  readonly hide: (about: () => Private) => void;
}

/**
 * Opens the log, and writes down what ends or maims the app: errors that nobody caught, pages and helpers that died.
 * @param writable false: there is no data folder; nothing is written
 */
export function watchTroubles(dataDir: string, writable: boolean): AppLog {
  let about = (): Private => ({});
  const file = createLogFile({ dataDir, hide: (text) => redactText(text, about()) });
  const write: typeof file.write = writable ? file.write : () => undefined;
  const error = (what: string, thrown: unknown): void => write('error', `${what}: ${inspect(thrown)}`);

  // Only looks on: what happens then is Electron's affair.
  process.on('uncaughtExceptionMonitor', (thrown) => error('uncaught', thrown));
  process.on('unhandledRejection', (reason) => {
    console.error('flotilla:', reason);
    error('unhandled rejection', reason);
  });
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) => {
    if (reason !== 'clean-exit') write('error', `page gone: ${reason} (${String(exitCode)})`);
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') write('error', `${type} gone: ${reason} (${String(exitCode)})`);
  });
  return {
    log: (thrown) => {
      console.error('flotilla:', thrown);
      error('error', thrown);
    },
    note: (text) => write('info', text),
    hide: (asked) => (about = asked),
  };
}

/** Writes down what is of note: the start, the engine's coming and going, how runs end. */
export function noteEvents(services: DesktopServices, note: (text: string) => void): void {
  note(`started ${app.getVersion()} (Electron ${process.versions.electron}, ${process.platform})`);
  let last = '';
  services.listen((event) => {
    if (event.type === 'engine') {
      const { state } = event;
      const words =
        state.state === 'connected'
          ? `engine connected: ${state.engine.id} ${state.details.version}`
          : `engine ${state.state}${'error' in state ? `: ${translate('en', state.error.what)}` : ''}`;
      // It is tried again and again: once is enough to know.
      if (words !== last) note(words);
      last = words;
    } else if (event.type === 'run' && event.event.type === 'run' && isResting(event.event.status)) {
      const { runId, status, error } = event.event;
      note(`run ${runId} ${status}${error === undefined ? '' : `: ${translate('en', error.what)}`}`);
    }
  });
}
