import { z } from 'zod';
import { count, flag, list, map, text } from '@shared/engine-json';

/** What Flotilla reads of `GET /containers/{id}/json` to show a container, and of its stats. Engines write `null` for nothing. */

const words = z
  .union([z.string().transform((value) => [value]), z.array(z.string())])
  .nullish()
  .transform((value) => value ?? []);

const probeSchema = z.object({ Start: text, End: text, ExitCode: count, Output: text });

export const inspectionSchema = z.object({
  Id: z.string(),
  Name: text,
  Created: text,
  Image: text,
  Platform: text,
  RestartCount: count,
  State: z.object({
    Status: text,
    OOMKilled: flag,
    Pid: count,
    ExitCode: count,
    Error: text,
    StartedAt: text,
    FinishedAt: text,
    Health: z.object({ Status: text, FailingStreak: count, Log: list(probeSchema) }).nullish(),
  }),
  Config: z.object({
    Hostname: text,
    User: text,
    Image: text,
    Tty: flag,
    Cmd: words,
    Entrypoint: words,
    Env: list(z.string()),
    Labels: map(z.string()),
    WorkingDir: text,
    StopSignal: text,
    StopTimeout: z.number().nullish(),
    Healthcheck: z
      .object({
        Test: list(z.string()),
        Interval: count,
        Timeout: count,
        StartPeriod: count,
        Retries: count,
      })
      .nullish(),
  }),
  HostConfig: z.object({
    NetworkMode: text,
    AutoRemove: flag,
    Memory: count,
    MemorySwap: count,
    NanoCpus: count,
    CpuQuota: count,
    CpuPeriod: count,
    PidsLimit: count,
    Init: flag,
    Privileged: flag,
    ReadonlyRootfs: flag,
    RestartPolicy: z
      .object({ Name: text, MaximumRetryCount: count })
      .nullish()
      .transform((value) => value ?? { Name: '', MaximumRetryCount: 0 }),
  }),
  Mounts: list(z.object({ Type: text, Name: text, Source: text, Destination: text, RW: flag })),
  NetworkSettings: z.object({
    Ports: map(list(z.object({ HostIp: text, HostPort: text }))),
    Networks: map(
      z.object({
        NetworkID: text,
        IPAddress: text,
        GlobalIPv6Address: text,
        Gateway: text,
        MacAddress: text,
        Aliases: list(z.string()),
        Links: list(z.string()),
      }),
    ),
  }),
});
export type Inspection = z.output<typeof inspectionSchema>;

const cpuSchema = z
  .object({
    cpu_usage: z
      .object({ total_usage: count, percpu_usage: z.array(z.number()).nullish() })
      .nullish()
      .transform((value) => value ?? { total_usage: 0 }),
    system_cpu_usage: z.number().optional(),
    online_cpus: z.number().optional(),
    throttling_data: z
      .object({ periods: z.number().optional(), throttled_periods: z.number().optional() })
      .nullish(),
  })
  .nullish()
  .transform((value) => value ?? { cpu_usage: { total_usage: 0 } });
const interfaceSchema = z.object({
  rx_bytes: z.number(),
  tx_bytes: z.number(),
  rx_errors: z.number().optional(),
  rx_dropped: z.number().optional(),
  tx_errors: z.number().optional(),
  tx_dropped: z.number().optional(),
});
const empty = {};

export const statsSchema = z.object({
  read: z.string(),
  cpu_stats: cpuSchema,
  precpu_stats: cpuSchema,
  memory_stats: z
    .object({
      usage: z.number().optional(),
      limit: z.number().optional(),
      stats: z.record(z.string(), z.number()).optional(),
    })
    .nullish()
    .transform((value) => value ?? empty),
  pids_stats: z
    .object({ current: z.number().optional() })
    .nullish()
    .transform((value) => value ?? empty),
  networks: z.record(z.string(), interfaceSchema).optional(),
  blkio_stats: z
    .object({
      io_service_bytes_recursive: z.array(z.object({ op: z.string(), value: z.number() })).nullish(),
    })
    .nullish()
    .transform((value) => value ?? empty),
});
