import { expect } from 'vitest';
import type {
  ComposeContainer,
  ComposeNetwork,
  ComposeObserved,
  OtherContainer,
} from '@shared/compose/observed';
import { configHash, containerName, imageOf, planCompose } from '@shared/compose/plan';
import { readProject } from '@shared/compose/read';
import type { ProjectRef, Reading } from '@shared/compose/source';
import { normalizeImage } from '@shared/image';
import type { Plan } from '@shared/plan';
import { planText } from '@shared/plan-text';
import type { ComposeRequest } from '@shared/requests';
import { expectSound } from '../../plans';

export { expectSound };

export const folder = '/srv/finance';
export const ref: ProjectRef = { files: [`${folder}/compose.yml`], profiles: [] };

/** The recipes' finance stack, with a health check and a password that is a variable. */
export const finance = `
services:
  bjpnapp:
    build: ./
    container_name: myapp
    ports: ["9000:8080"]
    volumes: ["./logs:/var/applogs"]
    networks: [bjnet]
    depends_on:
      bjpnmysql: { condition: service_healthy }
      bjpnredis: { condition: service_started }
  bjpnmysql:
    image: mysql:5.7
    environment: { MYSQL_ROOT_PASSWORD: "\${DB_PASSWORD}", MYSQL_DATABASE: test }
    ports: ["3306:3306"]
    volumes: ["data:/var/lib/mysql"]
    networks: [bjnet]
    healthcheck: { test: mysqladmin ping, interval: 2s, retries: 30 }
    restart: unless-stopped
  bjpnredis:
    image: redis:7.0
    networks: [bjnet]
    command: redis-server --requirepass \${REDIS_PASSWORD:-geheim} --appendonly yes
networks:
  bjnet: {}
volumes:
  data: {}
`;

const secrets = { DB_PASSWORD: 's3cr3t-db', REDIS_PASSWORD: 's3cr3t-redis' };

/** Reads a compose file out of a made-up folder. */
export function read(
  text: string,
  more: Partial<ProjectRef> = {},
  files: Record<string, string> = {},
): Reading {
  const all: Record<string, string> = { [`${folder}/compose.yml`]: text, ...files };
  return readProject(
    { ...ref, ...more },
    {
      read: (path) => (Object.hasOwn(all, path) ? all[path] : undefined),
      kindOf: (path) => (Object.hasOwn(all, path) ? 'file' : undefined),
      env: secrets,
      home: '/root',
    },
  );
}

const engine: ComposeObserved['engine'] = {
  ...{
    id: 'socket:/var/run/docker.sock',
    name: 'docker',
    source: 'socket',
    endpoint: 'unix:///var/run/docker.sock',
  },
  ...{
    product: 'docker-engine',
    local: true,
    version: '20.10.24',
    apiVersion: '1.41',
    os: 'Debian',
    osType: 'linux',
  },
  ...{
    arch: 'x86_64',
    kernel: '6.1',
    cgroupVersion: '2',
    cpus: 2,
    memoryBytes: 8e9,
    rootDir: '/var/lib/docker',
  },
  ...{ storageDriver: 'overlay2', isDesktop: false, rootless: false },
};

/** An engine on which nothing of the project is. */
export function observed(reading: Reading | undefined, more: Partial<ComposeObserved> = {}): ComposeObserved {
  return {
    engine,
    name: reading?.name ?? 'finance',
    ...(reading !== undefined && { reading }),
    containers: [],
    others: [],
    networks: [network('bridge', { subnets: ['172.17.0.0/16'] })],
    volumes: [],
    images: { 'redis:7.0': 'sha256:redis', 'mysql:5.7': 'sha256:mysql' },
    host: { portsInUse: [], present: [`${folder}/logs`, folder] },
    ...more,
  };
}

export const network = (name: string, more: Partial<ComposeNetwork> = {}): ComposeNetwork => ({
  ...{ id: `id-${name}`, name, driver: 'bridge', subnets: [], containers: [] },
  ...more,
});

export const stranger = (name: string, more: Partial<OtherContainer> = {}): OtherContainer => ({
  ...{ id: `id-${name}`, name, state: 'running', ports: [], volumes: [], networks: [], imageId: 'sha256:x' },
  ...more,
});

/** The engine as it is once everything of the project stands and runs, as its files say. */
export function standing(
  reading: Reading,
  change: (each: ComposeContainer) => ComposeContainer | undefined = (each) => each,
  numbers: Readonly<Record<string, readonly number[]>> = {},
): ComposeObserved {
  const project = reading.model;
  if (project === undefined) throw new Error('nothing to stand');
  const images = {
    'redis:7.0': 'sha256:redis',
    'mysql:5.7': 'sha256:mysql',
    'finance-bjpnapp:latest': 'sha256:app',
  };
  const ids = (service: string): string => `id-${project.name}-${service}-1`;
  const containers = Object.entries(project.services).flatMap(([service, model]) =>
    (numbers[service] ?? [1]).map((number): ComposeContainer => {
      const image = imageOf(project.name, service, model);
      const imageId = (images as Record<string, string>)[normalizeImage(image)] ?? `sha256:${image}`;
      return {
        id: `id-${project.name}-${service}-${String(number)}`,
        name: containerName(project.name, service, model, number),
        ...{ service, number, oneOff: false, image, imageId, imageLabel: imageId, version: '2.26.1' },
        ...{ state: 'running', createdAt: 0, configHash: configHash(model, ids) },
        dependsOn: Object.fromEntries(
          Object.entries(model.depends_on ?? {}).map(([name, { condition }]) => [name, condition]),
        ),
        ports: (model.ports ?? []).map((port) => ({
          hostIp: '0.0.0.0',
          hostPort: Number(port.published),
          containerPort: port.target,
          protocol: port.protocol ?? 'tcp',
        })),
        networks: Object.fromEntries(
          Object.keys(model.networks ?? {}).map((key) => [
            project.networks?.[key]?.name ?? key,
            { address: '172.19.0.2', aliases: [service] },
          ]),
        ),
        mounts: (model.volumes ?? []).map(({ type, source = '', target }) => ({
          type,
          source: type === 'volume' ? (project.volumes?.[source]?.name ?? source) : source,
          target,
        })),
      };
    }),
  );
  return observed(reading, {
    containers: containers.flatMap((each) => change(each) ?? []),
    images: {
      ...images,
      ...Object.fromEntries(containers.map(({ image, imageId }) => [normalizeImage(image), imageId])),
    },
    networks: [
      network('bridge'),
      ...Object.entries(project.networks ?? {}).map(([key, { name }]) =>
        network(name, { project: project.name, key, containers: containers.map((each) => each.name) }),
      ),
    ],
    volumes: Object.entries(project.volumes ?? {}).map(([key, { name }]) => ({
      ...{ name, driver: 'local', project: project.name, key },
    })),
  });
}

type Up = Extract<ComposeRequest, { kind: 'compose.up' }>;

export const up = (more: Partial<Up> = {}): Up => ({
  ...{ kind: 'compose.up', project: ref, services: [], recreate: 'auto', build: false, pull: false },
  ...{ removeOrphans: false, scale: {}, by: 'own' },
  ...more,
});

export function plan(request: ComposeRequest, seen: ComposeObserved): Plan {
  const made = planCompose(request, seen);
  expectSound(made);
  // Never a secret, wherever it comes from.
  const text =
    JSON.stringify(made) + planText(made).join('\n') + planText(made, { locale: 'zh-CN' }).join('\n');
  for (const secret of [...Object.values(secrets), 'geheim']) expect(text).not.toContain(secret);
  return made;
}

export const golden = async (name: string, made: Plan) => {
  await expect(`${planText(made).join('\n')}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
};

/** Plans that between them have every op on a compose project. */
export function everyStackPlan(): Plan[] {
  const reading = read(finance);
  const stands = standing(reading, (each) => ({ ...each, configHash: 'older' }));
  const act = (kind: 'compose.stop' | 'compose.restart') =>
    plan({ kind, name: 'finance', services: [] }, stands);
  return [
    plan(up(), observed(reading, { images: {} })),
    plan(up(), stands),
    plan(up({ by: 'cli' }), observed(reading, { cli: { version: '2.26.1' } })),
    plan({ kind: 'compose.down', name: 'finance', volumes: true, images: 'all', orphans: true }, stands),
    act('compose.stop'),
    act('compose.restart'),
  ];
}
