import { z } from 'zod';
import { count, flag, list, map, text } from '@shared/engine-json';

/*
 * The parts of the Docker Engine API's answers about images, networks and volumes that their pages show
 * (https://docs.docker.com/reference/api/engine/version/v1.41/), under their own names. Times come as seconds or as
 * ISO texts.
 */

export const imageListSchema = z.array(
  z.object({
    Id: z.string(),
    RepoTags: list(z.string()),
    RepoDigests: list(z.string()),
    Created: count,
    Size: count,
    Labels: map(z.string()),
  }),
);

export const imageInspectSchema = z.object({
  Id: z.string(),
  Os: text,
  Architecture: text,
  Variant: text,
  Config: z
    .object({
      Entrypoint: z.union([z.string().transform((value) => [value]), list(z.string())]),
      Cmd: list(z.string()),
      WorkingDir: text,
      User: text,
      Env: list(z.string()),
      Labels: map(z.string()),
      ExposedPorts: map(z.unknown()),
      Volumes: map(z.unknown()),
    })
    .nullish(),
  RootFS: z.object({ Layers: list(z.string()) }).nullish(),
});

export const historySchema = z.array(
  z.object({ Created: count, CreatedBy: text, Size: count, Comment: text }),
);

const networkShape = z.object({
  Id: z.string(),
  Name: z.string(),
  Created: text,
  Driver: text,
  Scope: text,
  Internal: flag,
  Attachable: flag,
  Ingress: flag,
  EnableIPv6: flag,
  Labels: map(z.string()),
  Options: map(z.string()),
  IPAM: z
    .object({
      Driver: text,
      Options: map(z.string()),
      Config: list(z.record(z.string(), z.unknown())),
    })
    .nullish()
    .transform((value) => value ?? { Driver: '', Options: {}, Config: [] }),
  /** Only of one that is inspected, and only those that run. */
  Containers: map(z.object({ Name: text, IPv4Address: text, IPv6Address: text, MacAddress: text })),
});
export const networkFullSchema = networkShape;
export type NetworkFull = z.output<typeof networkFullSchema>;
export const networkFullListSchema = z.array(networkShape);

export const volumeFullSchema = z.object({
  Name: z.string(),
  Driver: text,
  Mountpoint: text,
  CreatedAt: text,
  Labels: map(z.string()),
  Options: map(z.string()),
});
export const volumeFullListSchema = z.object({ Volumes: list(volumeFullSchema) });

export const usageSchema = z.object({
  LayersSize: count,
  Images: list(z.object({ Id: z.string(), SharedSize: count })),
  Containers: list(z.object({ Id: z.string(), SizeRw: count })),
  Volumes: list(z.object({ Name: z.string(), UsageData: z.object({ Size: count }).nullish() })),
  BuildCache: list(
    z.object({
      ID: z.string(),
      Description: text,
      Size: count,
      InUse: flag,
      Shared: flag,
      LastUsedAt: text,
    }),
  ),
});

export const cachePruneSchema = z.object({ SpaceReclaimed: count });
