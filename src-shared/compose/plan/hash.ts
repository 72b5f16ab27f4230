import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ServiceModel } from '../model';
import { goJson, serviceShape } from './go-json';
import { isRecord, plain } from './values';

/** The compose whose labels ours are like: containers that we make bear it as their `version`. */
export const composeVersion = '2.26.1';

const shapes = { '2.26': serviceShape('2.26'), later: serviceShape('later') };

/** `service:NAME` (namespaces, volumes_from) -> id of the container that it stands for; undefined: none yet. */
export type Resolve = (service: string) => string | undefined;

/**
 * The label `com.docker.compose.config-hash` as docker compose 2.26 computes it: SHA-256 of the service's Go JSON
 * without `build`, `pull_policy`, `scale` and `deploy.replicas`, and with the ids of those containers in it whose
 * namespaces or volumes it shares (docker/compose pkg/compose/hash.go, convergence.go).
 */
export function configHash(service: ServiceModel, resolve?: Resolve): string {
  return sha(goJson(hashed(resolved(service, resolve)), shapes['2.26']));
}

/** The hashes that docker compose 2.x versions give an equal service; the first is ours. */
export function knownHashes(service: ServiceModel, resolve?: Resolve): readonly string[] {
  const all = hashed(resolved(service, resolve));
  const { depends_on: _d, profiles: _p, ...later } = all;
  return [
    sha(goJson(all, shapes['2.26'])),
    // 2.3x and later: what a service waits for, and when it is there at all, is no longer part of it.
    ...[later, octalModes(later), optOuts(octalModes(later))].map((each) => sha(goJson(each, shapes.later))),
  ];
}

/** A hash of any part of a model, by which an op sees that the files still say what was agreed to. */
export function hashOf(part: unknown): string {
  return sha(goJson(plain(part ?? null)));
}

/** `network_mode: service:db` and its like become the container's id, as compose puts it into hash and container. */
export function resolved(service: ServiceModel, resolve?: Resolve): ServiceModel {
  if (resolve === undefined) return service;
  const changed: Record<string, unknown> = {};
  for (const key of ['network_mode', 'ipc', 'pid']) {
    const mode = service[key];
    if (typeof mode !== 'string' || !mode.startsWith('service:')) continue;
    const id = resolve(mode.slice('service:'.length));
    if (id !== undefined) changed[key] = `container:${id}`;
  }
  const from = service['volumes_from'];
  if (Array.isArray(from))
    changed['volumes_from'] = from.map((each: unknown) => {
      const [first = '', second = ''] = String(each).split(':');
      return first === 'container' ? second : (resolve(first) ?? each);
    });
  return { ...service, ...changed };
}

function hashed(service: ServiceModel): Record<string, unknown> {
  const { build: _b, pull_policy: _p, scale: _s, ...rest } = plain<Record<string, unknown>>(service);
  // Never left out: they tell `null` (the image's own) from an empty list.
  const all: Record<string, unknown> = { command: null, entrypoint: null, ...rest };
  if (isRecord(all['deploy'])) {
    const { replicas: _r, ...deploy } = all['deploy'];
    // Structs without a pointer: there even when empty.
    all['deploy'] = { resources: {}, placement: {}, ...deploy };
  }
  return all;
}

/** 2.40: file modes as octal text. */
function octalModes(service: Record<string, unknown>): Record<string, unknown> {
  const octal = (files: unknown): unknown =>
    Array.isArray(files)
      ? files.map((each: unknown) =>
          isRecord(each) && typeof each['mode'] === 'number'
            ? { ...each, mode: `0${each['mode'].toString(8)}` }
            : each,
        )
      : undefined;
  const { secrets, configs } = service;
  return { ...service, secrets: octal(secrets), configs: octal(configs) };
}

/** 5.x: `create_host_path` only where it is false. */
function optOuts(service: Record<string, unknown>): Record<string, unknown> {
  const { volumes } = service;
  if (!Array.isArray(volumes)) return service;
  return {
    ...service,
    volumes: volumes.map((each: unknown) => {
      if (!isRecord(each) || !isRecord(each['bind'])) return each;
      const { create_host_path: made, ...bind } = each['bind'];
      return { ...each, bind: made === true ? bind : { create_host_path: false, ...bind } };
    }),
  };
}

function sha(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
