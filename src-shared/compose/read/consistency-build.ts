import { msg, type Message } from '../../i18n/index';
import type { ComposeModel, ServiceModel } from '../model';
import type { Path } from '../node';

/** A service that is refused, and where it says so. */
export type Tell = (code: string, path: Path, what: Message, hint: Message) => void;

/** Other services' images that a build begins at, and folders that are kept equal. */
export function building(model: ComposeModel, service: ServiceModel, path: Path, tell: Tell): void {
  const contexts = (service.build?.['additional_contexts'] ?? {}) as Readonly<Record<string, string>>;
  for (const [key, context] of Object.entries(contexts)) {
    const name = /^service:(.*)$/s.exec(context)?.[1];
    if (name === undefined) continue;
    const other = Object.hasOwn(model.services, name) ? model.services[name] : undefined;
    if (other?.build !== undefined) continue;
    tell(
      'compose.context-unknown',
      [...path, 'build', 'additional_contexts', key],
      msg('cread.context-unknown', { name }),
      msg('cread.context-unknown.hint'),
    );
  }
  const { watch = [] } = (service['develop'] ?? {}) as { watch?: readonly Watch[] };
  watch.forEach(({ action, target = '' }, n) => {
    if (target === '' && action !== 'rebuild' && action !== 'restart')
      tell(
        'compose.watch-target',
        [...path, 'develop', 'watch', n],
        msg('cread.watch-target'),
        msg('cread.watch-target.hint'),
      );
  });
}

interface Watch {
  readonly action?: string;
  readonly target?: string;
}
