import { dialog, type BrowserWindow } from 'electron';
import { msg, translate, type Locale, type Message } from '@shared/i18n/index';
import { isResting } from '@shared/resting';
import { sampleName } from '@shared/sample';
import type { Services } from '../ipc/ports';
import type { Runner } from '../runner/types';

export interface SampleOptions {
  readonly runner: Pick<Runner, 'on' | 'get' | 'settled'>;
  readonly planning: Pick<Services['planning'], 'prepare' | 'start'>;
  readonly locale: () => Locale;
  readonly window: () => BrowserWindow | null;
  /** Brings a window up at a path of its router. */
  readonly show: (path: string) => void;
  readonly log: (error: unknown) => void;
}

/** The sample of the first steps, as the end of the app sees it. */
export interface Sample {
  /** Asks what becomes of it where it was built since the app began; resolves with whether the app may end. */
  mayLeave(): Promise<boolean>;
}

/** Sees to it that the sample does not outlive its purpose unasked. A later start offers its removal on the overview. */
export function createSample(options: SampleOptions): Sample {
  const { runner, planning, log } = options;
  let stands = false;
  runner.on((event) => {
    if (event.type !== 'run' || !isResting(event.status)) return;
    runner
      .get(event.runId)
      .then(({ plan, status }) => {
        if (plan.target !== `redis-cluster/${sampleName}`) return;
        const built = plan.kind === 'redis-cluster.create';
        if (status === 'succeeded') stands = built || (stands && plan.kind !== 'redis-cluster.remove');
        else if (built && status === 'undone') stands = false;
      })
      .catch(log);
  });

  /** Removes it with all that it holds, in sight; whether that succeeded. */
  const remove = async (): Promise<boolean> => {
    const request = { kind: 'redis-cluster.remove', name: sampleName, volumes: true } as const;
    const { digest } = await planning.prepare(request);
    const { runId } = await planning.start(request, digest);
    options.show(`runs/${encodeURIComponent(runId)}`);
    return (await runner.settled(runId)).status === 'succeeded';
  };

  return {
    async mayLeave() {
      if (!stands) return true;
      const say = (message: Message): string => translate(options.locale(), message);
      const question = {
        type: 'question' as const,
        title: say(msg('app.quit.sample.title')),
        message: say(msg('app.quit.sample')),
        detail: say(msg('app.quit.sample.detail')),
        buttons: [msg('app.quit.stay'), msg('app.quit.sample.remove'), msg('app.quit.sample.keep')].map(say),
        defaultId: 1,
        cancelId: 0,
        noLink: true,
      };
      const window = options.window();
      // A window in the tray would hide its question with itself.
      const { response } = await (window === null || !window.isVisible()
        ? dialog.showMessageBox(question)
        : dialog.showMessageBox(window, question));
      // Where it could not be removed, its run or the overview says why; the app stays for that.
      if (response !== 1) return response === 2;
      return remove().catch((error: unknown) => {
        log(error);
        options.show('overview');
        return false;
      });
    },
  };
}
