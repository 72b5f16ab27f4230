import type { ComposeModel, FileObjectModel } from '../model';

/** The names of what active services use, by kind. */
function used(model: ComposeModel): Readonly<Record<string, ReadonlySet<string>>> {
  const found = {
    networks: new Set<string>(),
    volumes: new Set<string>(),
    secrets: new Set<string>(),
    configs: new Set<string>(),
  };
  const sources = (list: unknown, into: Set<string>): void => {
    for (const each of (list ?? []) as readonly FileObjectModel[]) into.add(String(each['source']));
  };
  for (const service of Object.values(model.services)) {
    for (const name of Object.keys(service.networks ?? {})) found.networks.add(name);
    for (const mount of service.volumes ?? []) {
      if (mount.type === 'volume' && mount.source !== undefined) found.volumes.add(mount.source);
    }
    sources(service['secrets'], found.secrets);
    sources(service.build?.['secrets'], found.secrets);
    sources(service['configs'], found.configs);
  }
  return found;
}

/** The model without networks, volumes, secrets and configs that no active service uses, and without `models`. */
export function onlyNeeded(model: ComposeModel): ComposeModel {
  const names = used(model);
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(model)) {
    const kept = Object.hasOwn(names, key) ? names[key] : undefined;
    if (key === 'models') continue;
    if (kept === undefined) {
      out[key] = value;
      continue;
    }
    const entries = Object.entries(value as object).filter(([name]) => kept.has(name));
    if (entries.length > 0) out[key] = Object.fromEntries(entries);
  }
  return out as unknown as ComposeModel;
}

/** `scale` counts as `deploy.replicas`, as docker compose prints it. */
export function withReplicas(model: ComposeModel): ComposeModel {
  const services = Object.entries(model.services).map(([name, service]) => {
    const { deploy, scale } = service as { deploy?: Readonly<Record<string, unknown>>; scale?: number };
    if (deploy === undefined || scale === undefined) return [name, service] as const;
    const { mode, ...rest } = deploy;
    // In docker compose's order of keys.
    const replicas = { ...(mode !== undefined && { mode }), replicas: scale };
    return [name, { ...service, deploy: { ...replicas, ...rest, ...replicas } }] as const;
  });
  return { ...model, services: Object.fromEntries(services) };
}
