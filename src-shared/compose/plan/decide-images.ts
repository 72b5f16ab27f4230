import { msg, type Message } from '../../i18n/index';
import { normalizeImage } from '../../image';
import type { ComposeModel, ServiceModel } from '../model';
import type { ComposeObserved } from '../observed';
import type { UpOptions } from './decide';
import { imageOf } from './names';

export interface ImageDecision {
  readonly how: 'pull' | 'build';
  readonly image: string;
  /** Those that use it; a build is the first one's. */
  readonly services: readonly string[];
  readonly why: Message;
  /** It is there, and may be another one afterwards. */
  readonly anew: boolean;
  readonly platform?: string;
}

/** The engine's id for an image reference, or for an id. */
export function imageIdOf({ images }: ComposeObserved, image: string): string | undefined {
  return own(images, normalizeImage(image)) ?? own(images, image);
}

const own = (map: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

/** Which images have to be pulled or built first: an image once, whoever uses it. */
export function decideImages(
  project: ComposeModel,
  services: readonly (readonly [string, ServiceModel])[],
  observed: ComposeObserved,
  options: UpOptions,
): ImageDecision[] {
  const all = new Map<string, ImageDecision>();
  for (const [name, model] of services) {
    const image = imageOf(project.name, name, model);
    const need = needOf(model, imageIdOf(observed, image) !== undefined, options);
    if (need === undefined) continue;
    const key = `${need.how} ${image}`;
    const users = [...(all.get(key)?.services ?? []), name];
    all.set(key, {
      how: need.how,
      image,
      services: users,
      why: need.why(users.join(', ')),
      anew: need.anew,
      ...(typeof model['platform'] === 'string' && { platform: model['platform'] }),
    });
  }
  return [...all.values()].sort((a, b) => (a.image < b.image ? -1 : 1));
}

interface Need {
  readonly how: 'pull' | 'build';
  readonly anew: boolean;
  readonly why: (services: string) => Message;
}

function needOf(model: ServiceModel, there: boolean, options: UpOptions): Need | undefined {
  const policy = model.pull_policy;
  const need = (how: Need['how'], why: Need['why']): Need => ({ how, anew: there, why });
  if (model.build !== undefined) {
    if (options.build) return need('build', (services) => msg('cplan.why.buildAsked', { services }));
    if (policy === 'build') return need('build', (services) => msg('cplan.why.buildPolicy', { services }));
    if (there && policy !== 'always') return undefined;
    if (policy !== 'always' || model.image === undefined)
      return there ? undefined : need('build', (services) => msg('cplan.why.buildMissing', { services }));
  }
  if (policy === 'never' || model.image === undefined) return undefined;
  if (policy === 'always') return need('pull', (services) => msg('cplan.why.imageAlways', { services }));
  if (options.pull && model.build === undefined)
    return need('pull', (services) => msg('cplan.why.imageAsked', { services }));
  return there ? undefined : need('pull', (services) => msg('cplan.why.imageMissing', { services }));
}
