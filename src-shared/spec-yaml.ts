import { Document, isMap, isScalar, type YAMLMap } from 'yaml';
import { translate, type Locale, type MessageKey } from './i18n/index';
import { redisClusterSpecSchema, type RedisClusterSpec } from './redis-cluster/spec';

/** Written even where they equal the default: what one looks for first in such a file. */
const always = ['kind', 'name', 'image', 'masters', 'replicasPerMaster', 'network', 'ports'];

/**
 * A spec as a file that people would have liked to write: short, in order, with comments, without what
 * follows by itself. Reading it gives the same spec.
 */
export function specToYaml(spec: RedisClusterSpec, locale: Locale = 'en'): string {
  const full = redisClusterSpecSchema.parse(spec);
  const defaults = redisClusterSpecSchema.parse({
    kind: 'redis-cluster',
    name: full.name,
    network: full.network,
  });
  const kept = Object.entries(full).filter(
    ([key, value]) =>
      always.includes(key) ||
      JSON.stringify(value) !== JSON.stringify(defaults[key as keyof RedisClusterSpec]),
  );
  const document = new Document(Object.fromEntries(kept));
  const comments: Readonly<Record<string, MessageKey>> = {
    masters: 'spec.comment.nodes',
    network: full.network.mode === 'bridge' ? 'spec.comment.bridge' : 'spec.comment.host',
    ports: 'spec.comment.ports',
    clients: 'spec.comment.clients',
    announce: 'spec.comment.announce',
    persistence: 'spec.comment.persistence',
    password: 'spec.comment.password',
    memory: 'spec.comment.memory',
  };
  for (const { key, value } of (document.contents as unknown as YAMLMap).items) {
    if (isMap(value)) value.flow = true;
    const comment = isScalar(key) ? comments[String(key.value)] : undefined;
    if (isScalar(key) && comment !== undefined) {
      key.commentBefore = ` ${translate(locale, { key: comment })}`;
      key.spaceBefore = true;
    }
  }
  document.commentBefore = ` ${translate(locale, { key: 'spec.comment.head' })}`;
  return document.toString({ lineWidth: 0 });
}
