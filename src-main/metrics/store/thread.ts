import { parentPort, workerData } from 'node:worker_threads';
import { AppError, errorText } from '@shared/errors';
import { StoreCore } from './core';
import type { FromStore, StoreStart, ToStore } from './messages';
import { packResult, SampleUnpacker } from './wire';

// The thread that keeps the history, so that neither disk nor arithmetic holds up the app's.
const port = parentPort;
if (port === null) throw new Error('this is a thread of Flotilla, no program');

const say = (message: FromStore, moved: ArrayBuffer[] = []): void => port.postMessage(message, moved);
const told = ({ info }: AppError): void => say({ told: info });
const core = new StoreCore({ ...(workerData as StoreStart), told });
const unpacker = new SampleUnpacker();

const answer = (message: Exclude<ToStore, { call: 'append' }>): void => {
  const { nr } = message;
  switch (message.call) {
    case 'query': {
      const value = packResult(core.query(message.query));
      say({ nr, value }, [value.values.buffer as ArrayBuffer]);
      break;
    }
    case 'subjects':
      say({ nr, value: core.subjects(message.from, message.to, message.filter) });
      break;
    case 'marks':
      say({ nr, value: core.marks(message.from, message.to, message.filter) });
      break;
    case 'mark':
      core.mark(message.marks);
      say({ nr, value: null });
      break;
    case 'unmark':
      core.unmark(message.id);
      say({ nr, value: null });
      break;
    case 'flush':
      core.flush();
      say({ nr, value: null });
      break;
    case 'size':
      say({ nr, value: core.size() });
      break;
    case 'close':
      core.close();
      say({ nr, value: null });
      port.close();
  }
};

port.on('message', (message: ToStore) => {
  if (message.call === 'append') {
    core.append(unpacker.unpack(message.samples));
    return;
  }
  try {
    answer(message);
  } catch (error) {
    say({ nr: message.nr, error: error instanceof AppError ? error.info : { plain: errorText(error) } });
  }
});
