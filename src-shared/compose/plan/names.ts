import type { ComposeModel, ServiceModel } from '../model';

/** A container's name on the engine, for a number from 1. */
export function containerName(project: string, service: string, model: ServiceModel, number: number): string {
  return model.container_name ?? `${project}-${service}-${String(number)}`;
}

/** The image that a service's containers are made from: named in the file, or called after service and project. */
export function imageOf(project: string, service: string, model: ServiceModel): string {
  return model.image ?? `${project}-${service}`;
}

/** How many containers the file wants. */
export function scaleOf(model: ServiceModel): number {
  const deploy = model['deploy'] as { readonly replicas?: number } | undefined;
  return model.scale ?? deploy?.replicas ?? 1;
}

/** The keys of a service's networks, the one first by which it is created: by priority, then by key. */
export function networkKeys(model: ServiceModel): readonly string[] {
  const networks = model.networks ?? {};
  const priority = (key: string): number => networks[key]?.priority ?? 0;
  return Object.keys(networks).sort((a, b) => priority(b) - priority(a) || (a < b ? -1 : 1));
}

/** The names on the engine of the volumes that a service mounts by name. */
export function volumeNames(project: ComposeModel, model: ServiceModel): readonly string[] {
  return (model.volumes ?? []).flatMap(({ type, source }) => {
    if (type !== 'volume' || source === undefined || source === '') return [];
    return [project.volumes?.[source]?.name ?? source];
  });
}

/** Services that have to be there before a service's containers can be made: it shares their namespaces or volumes. */
export function sharedWith(model: ServiceModel): readonly string[] {
  const modes = ['network_mode', 'ipc', 'pid'].flatMap((key) => {
    const mode = model[key];
    return typeof mode === 'string' && mode.startsWith('service:') ? [mode.slice('service:'.length)] : [];
  });
  const from = (model['volumes_from'] as readonly string[] | undefined) ?? [];
  const volumes = from.flatMap((each) => {
    const [first = ''] = each.split(':');
    return first === 'container' ? [] : [first];
  });
  return [...new Set([...modes, ...volumes])];
}

/** Services that a service's `links` name. */
export function linkedTo(model: ServiceModel): readonly string[] {
  const links = (model['links'] as readonly string[] | undefined) ?? [];
  return [...new Set(links.map((each) => each.split(':')[0] ?? ''))];
}
