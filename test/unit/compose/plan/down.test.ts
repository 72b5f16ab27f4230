import { describe, expect, it } from 'vitest';
import type { ComposeObserved } from '@shared/compose/observed';
import { canRun, type Plan } from '@shared/plan';
import type { RequestOf } from '@shared/requests';
import { finance, golden, observed, plan, read, standing, stranger } from './support';

type Down = RequestOf<'compose.down'>;
const down = (more: Partial<Down> = {}): Down => ({
  ...{ kind: 'compose.down', name: 'finance', volumes: false, images: 'none', orphans: true },
  ...more,
});
const act = (
  kind: `compose.${'start' | 'stop' | 'restart' | 'pause' | 'unpause'}`,
  ...services: string[]
) => ({
  ...{ kind, name: 'finance', services },
});
const ids = (made: Plan): string[] => made.steps.map(({ id }) => id);
const codes = (made: Plan): string[] => made.findings.map(({ code }) => code);

/** By labels alone: no file is looked at. */
const seen = (): ComposeObserved => {
  const { reading: _, ...rest } = standing(read(finance));
  return rest;
};

describe('down', () => {
  it('removes containers in reverse order, then the network, and says that data stays', async () => {
    await golden('down', plan(down(), seen()));
  });

  it('takes volumes and images with it when asked', async () => {
    await golden('down-volumes-images', plan(down({ volumes: true, images: 'all' }), seen()));
  });

  it('removes of images only those that were built without a name, and none that others use', () => {
    expect(ids(plan(down({ images: 'local' }), seen())).filter((id) => id.startsWith('image:'))).toEqual([
      'image:finance-bjpnapp',
    ]);
    const others = [stranger('else', { imageId: 'sha256:redis' })];
    const all = plan(down({ images: 'all' }), { ...seen(), others });
    expect(ids(all)).not.toContain('image:redis:7.0');
  });

  it('leaves a network and a volume that a stranger uses, and says so', () => {
    const before = seen();
    const made = plan(down({ volumes: true }), {
      ...before,
      others: [stranger('else', { volumes: ['finance_data'], networks: ['finance_bjnet'] })],
      networks: before.networks.map((each) => ({ ...each, containers: [...each.containers, 'else'] })),
    });
    expect(ids(made).filter((id) => !id.startsWith('remove:'))).toEqual([]);
    expect(codes(made)).toEqual(['compose.keep-network', 'compose.keep-volume']);
  });

  it('removes what docker compose run left behind', () => {
    const before = seen();
    const [first] = before.containers;
    if (first === undefined) throw new Error('nothing stands');
    const run = { ...first, id: 'id-run', name: 'finance-run-1', oneOff: true };
    expect(ids(plan(down(), { ...before, containers: [...before.containers, run] }))).toContain(
      'remove:finance-run-1',
    );
  });

  it('knows what it does not know', () => {
    const made = plan(down(), observed(undefined));
    expect(codes(made)).toEqual(['stack.unknown']);
    expect(canRun(made)).toBe(false);
  });
});

describe('start, stop, restart, pause, resume', () => {
  it('stops those first that depend on others', async () => {
    await golden('stop', plan(act('compose.stop'), seen()));
  });

  it('starts those first that others depend on', async () => {
    const stopped = seen();
    await golden(
      'start',
      plan(act('compose.start'), {
        ...stopped,
        containers: stopped.containers.map((each) => ({ ...each, state: 'exited' as const })),
      }),
    );
  });

  it('does to one service what is asked of one', () => {
    expect(ids(plan(act('compose.restart', 'bjpnredis'), seen()))).toEqual([
      'restart:finance-bjpnredis-1',
      'runs:bjpnredis',
    ]);
    expect(ids(plan(act('compose.pause', 'bjpnredis'), seen()))).toEqual(['pause:finance-bjpnredis-1']);
    expect(codes(plan(act('compose.stop', 'nope'), seen()))).toEqual(['compose.no-service']);
  });

  it('finds nothing to do where all is as wished', () => {
    expect(codes(plan(act('compose.start'), seen()))).toEqual(['compose.nothing']);
    expect(codes(plan(act('compose.unpause'), seen()))).toEqual(['compose.nothing']);
  });
});
