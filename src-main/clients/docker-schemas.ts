import { z } from 'zod';
import { count, flag, list, map, text } from '@shared/engine-json';

/*
 * The parts of the Docker Engine API's answers that Flotilla reads (https://docs.docker.com/reference/api/engine/),
 * under their own names.
 */

/** What an engine answered, checked. docker-modem hands over what is no JSON as bytes, which many a schema would take. */
export function read<S extends z.ZodType>(schema: S, answer: unknown): z.output<S> {
  return schema.parse(Buffer.isBuffer(answer) ? answer.toString('utf8') : answer);
}

export const versionSchema = z.object({
  Version: text,
  ApiVersion: text,
  MinAPIVersion: text,
  Os: text,
  Arch: text,
  KernelVersion: text,
  Components: list(z.object({ Name: text })),
});

export const infoSchema = z.object({
  Name: text,
  OperatingSystem: text,
  OSType: text,
  Architecture: text,
  KernelVersion: text,
  CgroupVersion: text,
  NCPU: count,
  MemTotal: count,
  DockerRootDir: text,
  Driver: text,
  ServerVersion: text,
  SecurityOptions: list(z.string()),
  RegistryConfig: z.object({ Mirrors: list(z.string()) }).nullish(),
});

/** Of the same answer, what says how the engine is doing. */
export const standingSchema = z.object({
  SystemTime: text,
  IndexServerAddress: text,
  RegistryConfig: z
    .object({ Mirrors: list(z.string()) })
    .nullish()
    .transform((config) => config?.Mirrors ?? []),
  ContainersRunning: count,
  ContainersStopped: count,
  Images: count,
  LoggingDriver: text,
  CgroupDriver: text,
  Warnings: list(z.string()),
});

const endpointSchema = z.object({
  NetworkID: text,
  IPAddress: text,
  Aliases: list(z.string()),
  IPAMConfig: z.object({ IPv4Address: text }).nullish(),
});
const mountSchema = z.object({ Type: text, Name: text, Source: text, Destination: text });

/** A container as `GET /containers/json` lists it. */
export const containerSummarySchema = z.object({
  Id: z.string(),
  Names: list(z.string()),
  Image: text,
  ImageID: text,
  Command: text,
  Created: count,
  State: text,
  Status: text,
  Labels: map(z.string()),
  Ports: list(z.object({ IP: text, PrivatePort: z.number(), PublicPort: z.number().nullish(), Type: text })),
  HostConfig: z
    .object({ NetworkMode: text })
    .nullish()
    .transform((value) => value ?? { NetworkMode: '' }),
  NetworkSettings: z
    .object({ Networks: map(endpointSchema) })
    .nullish()
    .transform((value) => value ?? { Networks: {} }),
  Mounts: list(mountSchema),
});
export type ContainerSummary = z.output<typeof containerSummarySchema>;

const bindingsSchema = map(list(z.object({ HostIp: text, HostPort: text })));

/** A container as `GET /containers/{id}/json` describes it. */
export const containerSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  Created: text,
  Image: text,
  Path: text,
  Args: list(z.string()),
  RestartCount: count,
  State: z.object({
    Status: text,
    Running: flag,
    Paused: flag,
    Restarting: flag,
    OOMKilled: flag,
    Dead: flag,
    Pid: count,
    ExitCode: count,
    Error: text,
    StartedAt: text,
    FinishedAt: text,
    /** Only where the container has a health check. */
    Health: z.object({ Status: text }).nullish(),
  }),
  Config: z.object({
    Hostname: text,
    Image: text,
    Cmd: list(z.string()),
    Entrypoint: z.union([z.string().transform((value) => [value]), list(z.string())]),
    Env: list(z.string()),
    Labels: map(z.string()),
  }),
  HostConfig: z.object({
    NetworkMode: text,
    Memory: count,
    Binds: list(z.string()),
    PortBindings: bindingsSchema,
    RestartPolicy: z
      .object({ Name: text, MaximumRetryCount: count })
      .nullish()
      .transform((value) => value ?? { Name: '', MaximumRetryCount: 0 }),
  }),
  Mounts: list(mountSchema),
  NetworkSettings: z.object({ Networks: map(endpointSchema), Ports: bindingsSchema }),
});
export type Container = z.output<typeof containerSchema>;

export const networkSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  Driver: text,
  Scope: text,
  Labels: map(z.string()),
  IPAM: z
    .object({ Config: list(z.object({ Subnet: text, Gateway: text })) })
    .nullish()
    .transform((value) => value ?? { Config: [] }),
  Containers: map(z.object({ Name: text, IPv4Address: text })),
});
export type Network = z.output<typeof networkSchema>;

export const volumeSchema = z.object({
  Name: z.string(),
  Driver: text,
  Mountpoint: text,
  Labels: map(z.string()),
});
export type Volume = z.output<typeof volumeSchema>;

/** An image as `GET /images/json` lists it. */
export const imageSummarySchema = z.object({
  Id: z.string(),
  RepoTags: list(z.string()),
  RepoDigests: list(z.string()),
  Size: count,
});
export type ImageSummary = z.output<typeof imageSummarySchema>;

/** One line of `GET /events`. */
export const eventSchema = z.object({
  Type: text,
  Action: text,
  Actor: z
    .object({ ID: text, Attributes: map(z.string()) })
    .nullish()
    .transform((value) => value ?? { ID: '', Attributes: {} }),
  timeNano: count,
});
export type DockerEvent = z.output<typeof eventSchema>;
