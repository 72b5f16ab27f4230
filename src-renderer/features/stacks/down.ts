import type { Stack } from '@shared/compose/stack';
import type { Plan } from '@shared/plan';
import { containersOf } from './look';

/** What a plan takes away. */
export interface Going {
  readonly containers: number;
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  readonly images: readonly string[];
}

/** Reads off a plan what it removes. The docker compose CLI is not used for this: every step names its part. */
export function goingBy(plan: Plan): Going {
  let containers = 0;
  const networks: string[] = [];
  const volumes: string[] = [];
  const images: string[] = [];
  for (const { op } of plan.steps) {
    if (op.kind === 'compose.remove' || op.kind === 'container.remove') containers += 1;
    else if (op.kind === 'network.remove') networks.push(op.args.name);
    else if (op.kind === 'volume.remove') volumes.push(op.args.name);
    else if (op.kind === 'compose.removeImage') images.push(op.args.image);
  }
  return { containers, networks, volumes, images };
}

/** Named volumes that are in use by the stack and stay, those of others among them. */
export function stayingVolumes(stack: Stack, going: Going): readonly string[] {
  const used = containersOf(stack).flatMap(({ mounts }) =>
    mounts.flatMap(({ type, source }) =>
      type === 'volume' && !/^[0-9a-f]{64}$/.test(source) ? [source] : [],
    ),
  );
  const all = new Set([...stack.volumes.map(({ name }) => name), ...used]);
  return [...all].filter((name) => !going.volumes.includes(name)).sort();
}
