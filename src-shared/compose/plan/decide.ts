import { msg, type Message } from '../../i18n/index';
import type { RequestOf } from '../../requests';
import type { ComposeModel, ServiceModel } from '../model';
import type { ComposeContainer, ComposeObserved } from '../observed';
import { decideService, type ContainerDecision } from './decide-containers';
import { decideImages, type ImageDecision } from './decide-images';
import { configHash } from './hash';
import { imageOf, networkKeys, scaleOf, volumeNames } from './names';
import { dependenciesOf, inOrder, serviceOf } from './order';

export type UpOptions = Omit<RequestOf<'compose.up'>, 'kind' | 'project' | 'by'>;

/** What `up` does when it is asked for nothing special. */
export const plainUp: UpOptions = {
  services: [],
  recreate: 'auto',
  build: false,
  pull: false,
  removeOrphans: false,
  scale: {},
};

export interface PartDecision {
  readonly key: string;
  /** On the engine. */
  readonly name: string;
  readonly what: 'create' | 'leave' | 'external';
  readonly why: Message;
}

export interface ServiceDecision {
  readonly name: string;
  readonly model: ServiceModel;
  readonly image: string;
  /** `configHash` of the files alone: no ids of containers in it. */
  readonly hash: string;
  readonly scale: number;
  /** By number. */
  readonly containers: readonly ContainerDecision[];
}

/** What has to become of every part of a project. */
export interface Decision {
  readonly project: ComposeModel;
  /** Those that were asked for and what they depend on, dependencies first. */
  readonly services: readonly ServiceDecision[];
  readonly networks: readonly PartDecision[];
  readonly volumes: readonly PartDecision[];
  readonly images: readonly ImageDecision[];
  /** Containers of services that the files do not have. */
  readonly orphans: readonly ComposeContainer[];
}

/** Compares what the files say with what is there. Pure; undefined when the files could not be read. */
export function decide(observed: ComposeObserved, options: UpOptions = plainUp): Decision | undefined {
  const { reading } = observed;
  const project = reading?.model;
  if (reading === undefined || project === undefined) return undefined;
  const wanted = options.services.length > 0 ? options.services : Object.keys(project.services);
  const names = inOrder(
    wanted.filter((name) => serviceOf(project, name) !== undefined),
    (name) => Object.keys(dependenciesOf(project, name)),
  );
  const models = names.flatMap((name) => {
    const model = serviceOf(project, name);
    return model === undefined ? [] : [[name, model] as const];
  });
  const images = decideImages(project, models, observed, options);
  const services: ServiceDecision[] = [];
  for (const [name, model] of models) {
    const scale = options.scale[name] ?? scaleOf(model);
    const recreate =
      options.recreate === 'force' && options.services.length > 0 && !options.services.includes(name)
        ? 'auto'
        : options.recreate;
    services.push({
      name,
      model,
      scale,
      image: imageOf(project.name, name, model),
      hash: configHash(model),
      containers: decideService({
        ...{ project, name, model, scale, recreate, observed, images },
        before: services,
        dependencies: dependenciesOf(project, name),
      }),
    });
  }
  return {
    project,
    services,
    images,
    ...partsOf(project, models, observed),
    orphans: orphansOf(observed, project),
  };
}

function partsOf(
  project: ComposeModel,
  models: readonly (readonly [string, ServiceModel])[],
  observed: ComposeObserved,
): Pick<Decision, 'networks' | 'volumes'> {
  const joined = new Set(models.flatMap(([, model]) => networkKeys(model)));
  const mounted = new Set(models.flatMap(([, model]) => volumeNames(project, model)));
  const networks = Object.entries(project.networks ?? {}).filter(([key]) => joined.has(key));
  const volumes = Object.entries(project.volumes ?? {}).filter(([, { name }]) => mounted.has(name));
  const there = (list: readonly { readonly name: string }[], name: string): boolean =>
    list.some((each) => each.name === name);
  const part = (
    [key, { name, external }]: readonly [string, { name: string; external?: boolean }],
    list: readonly { readonly name: string }[],
    missing: Message,
  ): PartDecision => {
    if (external === true) return { key, name, what: 'external', why: msg('cplan.why.external') };
    return there(list, name)
      ? { key, name, what: 'leave', why: msg('cplan.why.there') }
      : { key, name, what: 'create', why: missing };
  };
  const byKey = (a: PartDecision, b: PartDecision): number => (a.key < b.key ? -1 : 1);
  return {
    networks: networks
      .map((entry) =>
        part(
          entry,
          observed.networks,
          entry[0] === 'default' ? msg('cplan.why.networkDefault') : msg('cplan.why.networkMissing'),
        ),
      )
      .sort(byKey),
    volumes: volumes
      .map((entry) => part(entry, observed.volumes, msg('cplan.why.volumeMissing')))
      .sort(byKey),
  };
}

/** A service whose profile is off is still in the files, and its containers are no orphans. */
function orphansOf({ containers, reading }: ComposeObserved, project: ComposeModel): ComposeContainer[] {
  const off = new Set(reading?.inactive ?? []);
  return containers
    .filter(
      ({ service, oneOff }) => !oneOff && serviceOf(project, service) === undefined && !off.has(service),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
