import { z } from 'zod';
import { parseAddress, parseSubnet } from '../ipv4';

const id = z.string().min(1).max(300);
const objectName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/);
const ids = z.array(id).max(5000).default([]);
const isSubnet = (text: string): boolean => parseSubnet(text) !== undefined;
const isAddress = (text: string): boolean => parseAddress(text) !== undefined;

/** What can be asked for about images, networks and volumes. Things are named by id, volumes by name. */
export const resourceRequests = [
  z.strictObject({
    kind: z.literal('resources.network-create'),
    name: objectName,
    driver: z.enum(['bridge', 'macvlan', 'ipvlan', 'overlay']).default('bridge'),
    /** Absent: the engine chooses. */
    subnet: z.string().refine(isSubnet).optional(),
    gateway: z.string().refine(isAddress).optional(),
    /** No way out of it. */
    internal: z.boolean().default(false),
    attachable: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('resources.network-remove'), network: id }),
  z.strictObject({
    kind: z.literal('resources.network-connect'),
    network: id,
    /** Its name. */
    container: id,
    address: z.string().refine(isAddress).optional(),
  }),
  z.strictObject({ kind: z.literal('resources.network-disconnect'), network: id, container: id }),
  z.strictObject({ kind: z.literal('resources.volume-create'), name: objectName }),
  z.strictObject({ kind: z.literal('resources.volume-remove'), volume: id }),
  z.strictObject({
    kind: z.literal('resources.image-pull'),
    image: z.string().regex(/^[^\s-][^\s]{0,299}$/),
    /** `linux/arm64`; absent: the engine's own. */
    platform: z
      .string()
      .regex(/^[a-z0-9]+(\/[a-z0-9]+){1,2}$/)
      .optional(),
  }),
  z.strictObject({ kind: z.literal('resources.image-tag'), image: id, tag: id }),
  z.strictObject({
    kind: z.literal('resources.image-remove'),
    image: id,
    /** These names alone; empty: the image with all of its names. */
    tags: ids,
  }),
  /** Exactly these, and none that has come into use since. */
  z.strictObject({
    kind: z.literal('resources.prune'),
    containers: ids,
    networks: ids,
    volumes: ids,
    images: ids,
    /** Of the build cache. */
    cache: ids,
  }),
] as const;
