import { z } from 'zod';
import { nanosecondsOf } from '../compose/read/units';
import { isImageReference } from '../image';
import { parseAddress, parseSubnet } from '../ipv4';
import { secretRefSchema } from '../secrets';
import { restartSchema } from './restart';

const port = z.int().min(1).max(65535);
const objectName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/;
const isAddress = (text: string): boolean => parseAddress(text) !== undefined;
const isSubnet = (text: string): boolean => parseSubnet(text) !== undefined;
const path = z
  .string()
  .max(4096)
  .regex(/^(?:\/|[A-Za-z]:\\)[^\0,]*$/);

/** The least that the engine takes for a memory limit, bytes. */
export const leastMemory = 6 * 1024 * 1024;

export const runPortSchema = z.strictObject({
  /** Absent: on all addresses of the engine's computer. */
  hostIp: z.string().refine(isAddress).optional(),
  hostPort: port,
  containerPort: port,
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
});

export const runMountSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('volume'),
    source: z.string().regex(objectName),
    target: path,
    readOnly: z.boolean().default(false),
  }),
  z.strictObject({
    type: z.literal('bind'),
    /** On the engine's computer. */
    source: path,
    target: path,
    readOnly: z.boolean().default(false),
  }),
]);

/** As the engine takes them: `1m30s`, at least a millisecond. */
const duration = z
  .string()
  .max(40)
  .refine((text) => (nanosecondsOf(text) ?? 0n) >= 1_000_000n);

export const runUlimitSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z]{2,20}$/),
    /** -1: none. */
    soft: z.int().min(-1),
    hard: z.int().min(-1),
  })
  .refine(({ soft, hard }) => hard === -1 || (soft !== -1 && soft <= hard));

export const runHealthSchema = z.strictObject({
  /** For the container's shell; it is well where that ends with 0. */
  command: z.string().min(1).max(32_768),
  interval: duration.optional(),
  timeout: duration.optional(),
  /** Failures in a row after which it is unhealthy. */
  retries: z.int().min(1).max(1000).optional(),
  /** Failures so soon after its start do not count. */
  startPeriod: duration.optional(),
});

/** As `docker run --pull` takes them. */
export const pullPolicies = ['missing', 'always', 'never'] as const;
export type PullPolicy = (typeof pullPolicies)[number];

/** One container, as `docker run` makes it. */
export const runSpecSchema = z.strictObject({
  /** The engine takes no name of a single letter. */
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/),
  image: z.string().refine(isImageReference),
  /** When the image is pulled: if it is missing, also when it is there, or not at all. */
  pull: z.enum(pullPolicies).default('missing'),
  /** The words behind the image; empty: the image's own. */
  command: z.array(z.string().max(32_768)).max(1000).default([]),
  entrypoint: z.string().min(1).max(4096).optional(),
  hostname: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9.-]{0,62}$/)
    .optional(),
  user: z.string().min(1).max(200).optional(),
  workingDir: path.optional(),
  privileged: z.boolean().default(false),
  /** Its name, `host` or `none`; absent: the engine's own `bridge`. One that is not there is made. */
  network: z.string().regex(objectName).optional(),
  /** Of a network that is made. */
  subnet: z.string().refine(isSubnet).optional(),
  address: z.string().refine(isAddress).optional(),
  /** Further names that others on the network find it by. */
  aliases: z
    .array(z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/))
    .max(50)
    .default([]),
  ports: z.array(runPortSchema).max(200).default([]),
  mounts: z.array(runMountSchema).max(200).default([]),
  /** Name -> value, or where a secret comes from. */
  env: z
    .array(
      z.union([
        z.strictObject({ name: z.string().regex(/^[^=\s\0]{1,255}$/), value: z.string().max(131_072) }),
        z.strictObject({ name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/), secret: secretRefSchema }),
      ]),
    )
    .max(1000)
    .default([]),
  labels: z.record(z.string().min(1).max(300), z.string().max(10_000)).default({}),
  restart: restartSchema.default({ name: 'no' }),
  /** Bytes. */
  memory: z.int().min(leastMemory).optional(),
  cpus: z.number().min(0.01).max(10_000).optional(),
  pids: z.int().min(1).max(4_194_304).optional(),
  ulimits: z.array(runUlimitSchema).max(50).default([]),
  health: runHealthSchema.optional(),
  /** It goes, with its unnamed volumes, as soon as it ends. */
  autoRemove: z.boolean().default(false),
  /** A terminal of its own. */
  tty: z.boolean().default(false),
  /** Its input stays open. */
  interactive: z.boolean().default(false),
});
export type RunSpec = z.infer<typeof runSpecSchema>;
export type RunSpecInput = z.input<typeof runSpecSchema>;
