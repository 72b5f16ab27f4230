import { z } from 'zod';
import { count, flag, list, map as mapOf, text } from '../../engine-json';

/** A running (or stopped) container with what its image says by itself, as the import takes it; see the Engine API's inspect. */
const texts = list(z.string());
const map = mapOf(z.string());
const keys = mapOf(z.unknown()).transform((value) => Object.keys(value));
const words = z.union([z.string().transform((value) => [value]), texts]);

const health = z
  .object({ Test: texts, Interval: count, Timeout: count, StartPeriod: count, Retries: count })
  .nullish()
  .transform((value) => value ?? undefined);

const config = z.object({
  Hostname: text, Domainname: text, User: text, WorkingDir: text, Env: texts, Cmd: words, Entrypoint: words,
  Labels: map, ExposedPorts: keys, Volumes: keys, Tty: flag, OpenStdin: flag, StopSignal: text,
  Healthcheck: health,
}); // prettier-ignore

export const imageConfigSchema = z.object({
  Config: config.nullish().transform((value) => value ?? config.parse({})),
});

export const containerFactsSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  Config: config.extend({ Image: text }),
  HostConfig: z.object({
    NetworkMode: text,
    PortBindings: z.record(z.string(), z.array(z.object({ HostIp: text, HostPort: text })).nullish().transform((value) => value ?? [])).nullish().transform((value) => value ?? {}),
    RestartPolicy: z.object({ Name: text, MaximumRetryCount: count }).nullish().transform((value) => value ?? { Name: '', MaximumRetryCount: 0 }),
    Privileged: flag, ReadonlyRootfs: flag, Init: flag, CapAdd: texts, CapDrop: texts, Dns: texts, ExtraHosts: texts,
    Links: texts, Memory: count, NanoCpus: count, PidsLimit: count, ShmSize: count, SecurityOpt: texts,
    Sysctls: map, Tmpfs: map,
    Devices: z.array(z.object({ PathOnHost: text, PathInContainer: text, CgroupPermissions: text })).nullish().transform((value) => value ?? []),
    Ulimits: z.array(z.object({ Name: text, Soft: count, Hard: count })).nullish().transform((value) => value ?? []),
    LogConfig: z.object({ Type: text, Config: map }).nullish().transform((value) => value ?? { Type: '', Config: {} }),
  }),
  Mounts: z.array(z.object({ Type: text, Name: text, Source: text, Destination: text, RW: z.boolean().nullish().transform((value) => value ?? true) })).nullish().transform((value) => value ?? []),
  NetworkSettings: z.object({
    Networks: z.record(z.string(), z.object({ Aliases: texts, IPAMConfig: z.object({ IPv4Address: text }).nullish() })).nullish().transform((value) => value ?? {}),
  }),
}); // prettier-ignore
export type ContainerFacts = z.output<typeof containerFactsSchema>;
export type ImageConfig = z.output<typeof imageConfigSchema>['Config'];

/** What the wizard needs of containers that are to become a stack. */
export interface ImportedContainers {
  readonly containers: readonly { readonly facts: ContainerFacts; readonly image: ImageConfig | undefined }[];
  /** Networks by name, as far as one of them is used. */
  readonly networks: Readonly<
    Record<
      string,
      {
        readonly driver: string;
        readonly subnets: readonly { readonly subnet: string; readonly gateway: string }[];
      }
    >
  >;
}
