import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configHash, hashOf, knownHashes } from '@shared/compose/plan';
import { goJson } from '@shared/compose/plan/go-json';
import { folder, read } from './support';

/** Labels that docker compose put on containers of this file (2.26.1 and 2.40.3; Debian's builds). */
const shared = `
name: flt-plan-hash
services:
  z: {image: "redis:7.0", env_file: ./x.env, environment: {A: "1", Z: , P: "a$$b<>"}}
  base: {image: "redis:7.0"}
  n: {image: "redis:7.0", network_mode: "service:base", volumes_from: [z]}
`;
const labels = {
  '2.26.1': {
    base: '2abf983448f32fdf656955498428c4fb31e1fb6e44ae1089f38ac63c40f28663',
    n: '95d960042f5a8f795acbadd1aa7ba82c1a8b9056959f7145ea59b4c72e31cd74',
    z: 'fde4928f4209b3444afde7374b3b063db1e24b18e243a92cf467779b78f9de33',
  },
  '2.40.3': {
    base: '2abf983448f32fdf656955498428c4fb31e1fb6e44ae1089f38ac63c40f28663',
    n: 'a5b92c5fa84f59dae706fde070d74d94da7cb7199d85e70541b2c00c3bb93d22',
    z: 'fde4928f4209b3444afde7374b3b063db1e24b18e243a92cf467779b78f9de33',
  },
};
const ids = {
  '2.26.1': {
    base: '89893e0755ce4d3e7eed59cf88dd31ad48ce53a3b0634c109da760cb1d9d3962',
    z: 'f5885019b7b78a60d213f4c6d2b71d69ae6a4d7974ad72bde78709efb8daba62',
  },
  '2.40.3': {
    base: '679882a85462b815a13095467b32f1c6e7a85f01bdaed081f7e6661c0b964b97',
    z: '71cdab0e873fda04c9d1b956475edfb09c1d7cc4c0f5ee77ad064f36aed174f3',
  },
};

/** What `docker compose config --hash` prints for a file with every key (fixtures/every-key.yml). */
const printed = {
  '2.26.1': [
    '95819f650806c3ed3f0d86e672fc63e54cc65e5ba1f3b3ffbb66cc390ead7bb8',
    '67df07a973dee5776b826da4377b1f84ebd0b583c7ee6c41aa7be9fc4d432608',
    '3831d8a2f012abb68149372817cb8722c5f7d80197d704c80ae9a279916c452a',
  ],
  '2.40.3': [
    '8f80ee244263a43195560d829a6b510f9ddfb7d437a81fca162bdea6a18fee40',
    '67df07a973dee5776b826da4377b1f84ebd0b583c7ee6c41aa7be9fc4d432608',
    '2496f8b0bf9f568a1edeac8a686de61c19cad50cd558f571d438420306a2596b',
  ],
};

describe('configHash', () => {
  const services = read(shared, {}, { [`${folder}/x.env`]: 'B=2\n' }).model?.services ?? {};

  it.each(['2.26.1', '2.40.3'] as const)(
    'is the label that docker compose %s puts on a container',
    (version) => {
      for (const [name, label] of Object.entries(labels[version])) {
        const service = services[name];
        if (service === undefined) throw new Error(name);
        const resolve = (other: string) => ids[version][other as 'base'];
        expect(knownHashes(service, resolve)).toContain(label);
        if (version === '2.26.1') expect(configHash(service, resolve)).toBe(label);
      }
    },
  );

  it('is what docker compose prints for a service with every key', () => {
    const text = readFileSync(new URL('fixtures/every-key.yml', import.meta.url), 'utf8');
    const model = read(text).model?.services;
    const all = ['a', 'b', 'c'].map((name) => model?.[name]);
    expect(all.map((each) => each && configHash(each))).toEqual(printed['2.26.1']);
    for (const [i, each] of all.entries()) expect(each && knownHashes(each)).toContain(printed['2.40.3'][i]);
  });

  it('knows the order of keys in each version', () => {
    const text = readFileSync(new URL('fixtures/more-keys.yml', import.meta.url), 'utf8');
    const service = read(text).model?.services['a'];
    const ours = 'ffbd5ee3ee0c11017975d60bb37a860c5dc5fdad07e1f2b54d72a5f8cd6d91ec';
    const later = '56b0b6282946db4daea86725e507c8e23e33df2ea17f7a933681b3fde4efa216';
    expect(service && configHash(service)).toBe(ours);
    expect(service && knownHashes(service)).toContain(later);
  });

  it('does not look at what starts no other container: build, pull_policy, scale, replicas', () => {
    const base = services['base'];
    if (base === undefined) throw new Error('no service');
    const same = { ...base, build: { context: '/x' }, pull_policy: 'always', scale: 3 };
    expect(configHash(same)).toBe(configHash(base));
    expect(configHash({ ...base, user: '1' })).not.toBe(configHash(base));
  });
});

describe('hashOf', () => {
  it('does not mind the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(hashOf(turned)).toBe(hashOf(value));
        // Byte by byte JSON all the same.
        expect(() => JSON.parse(goJson(value)) as unknown).not.toThrow();
      }),
    );
  });
});
