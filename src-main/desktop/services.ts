import type { AppEvent } from '@shared/contract';
import type { AskFeed } from '../clients/update-feed';
import type { Runner } from '../runner/types';
import type { Desktop, Services } from '../ipc/ports';
import type { Dispatch } from '../ipc/registrar';
import type { Cipher } from './cipher';

/** What the desktop asks for when the services are to be made. */
export interface ServiceOptions {
  readonly dataDir: string;
  readonly version: string;
  readonly cipher: Cipher;
  readonly askFeed: AskFeed;
  readonly log: (error: unknown) => void;
}

/** The app's services as the desktop holds them. */
export interface DesktopServices extends Services {
  readonly runner: Runner;
  /** Everything that the windows want to hear; `page`: the one that it is for, where it is not for all. Returns the way to stop. */
  listen(listener: (event: AppEvent, page?: number) => void): () => void;
  readonly close: () => Promise<void>;
}

/** The parts that are loaded once the window is on its way. */
export interface DesktopParts {
  services(options: ServiceOptions): Promise<DesktopServices>;
  api(services: Services, desktop: Desktop, log: (error: unknown) => void): Promise<Dispatch>;
}
