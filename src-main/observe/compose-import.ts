import {
  containerFactsSchema,
  imageConfigSchema,
  type ImageConfig,
  type ImportedContainers,
} from '@shared/compose/build/container-facts';
import { composeLabel } from '@shared/compose/stack';
import type { WizardContainer } from '@shared/contract/compose-wizard';
import { AppError } from '@shared/errors';
import type { Docker } from '../clients/docker';

/** Containers that can be written down as a stack. */
export interface ComposeImport {
  list(): Promise<readonly WizardContainer[]>;
  read(ids: readonly string[]): Promise<ImportedContainers>;
}

export function createComposeImport(docker: () => Promise<Docker>): ComposeImport {
  return {
    list: async () => {
      const found = await (await docker()).containers.list();
      return found
        .map((each): WizardContainer => {
          const project = each.Labels[composeLabel.project];
          return {
            id: each.Id,
            name: (each.Names[0] ?? each.Id.slice(0, 12)).replace(/^\//, ''),
            image: each.Image,
            state: each.State,
            ...(project !== undefined && { project }),
          };
        })
        .sort((a, b) => a.name.localeCompare(b.name));
    },
    read: async (ids) => {
      const engine = await docker();
      const images = new Map<string, Promise<ImageConfig | undefined>>();
      const imageOf = (id: string): Promise<ImageConfig | undefined> => {
        const known = images.get(id) ?? configOf(engine, id);
        images.set(id, known);
        return known;
      };
      const containers = await Promise.all(
        ids.map(async (id) => {
          const inspected = await engine.inside.inspectRaw(id);
          const facts = containerFactsSchema.parse(inspected);
          return { facts, image: await imageOf((inspected as { Image: string }).Image) };
        }),
      );
      const used = new Set(containers.flatMap(({ facts }) => Object.keys(facts.NetworkSettings.Networks)));
      const networks = (await engine.networks.list()).filter(({ Name }) => used.has(Name));
      return {
        containers,
        networks: Object.fromEntries(
          networks.map(({ Name, Driver, IPAM }) => [
            Name,
            {
              driver: Driver,
              subnets: IPAM.Config.map(({ Subnet, Gateway }) => ({ subnet: Subnet, gateway: Gateway })),
            },
          ]),
        ),
      };
    },
  };
}

/** What the image says by itself; undefined where it is gone. */
async function configOf(engine: Docker, id: string): Promise<ImageConfig | undefined> {
  try {
    return imageConfigSchema.parse(await engine.inside.imageRaw(id)).Config;
  } catch (error) {
    if (error instanceof AppError && error.info.code === 'image.missing') return undefined;
    throw error;
  }
}
