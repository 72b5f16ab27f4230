import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';

const network = 'flt-bench-bare';
const volume = 'flt-bench-bare-data';

/** Seconds that an engine itself takes. */
export interface EngineTime {
  readonly up: number;
  readonly down: number;
}

/**
 * The calls that `up` and `down -v` of the bench's three services cannot do without, straight to the engine, as much at
 * a time as it takes: no files, no look at what is there, no plan, no journal. What is left to win is above it.
 */
export async function bareStack(): Promise<EngineTime> {
  const docker = new Docker();
  const begun = performance.now();
  const [made] = await Promise.all([
    docker.createNetwork({
      Name: network,
      IPAM: { Driver: 'default', Config: [{ Subnet: '10.214.29.0/24' }] },
    }),
    docker.createVolume({ Name: volume }),
  ]);
  const containers = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      docker.createContainer({
        ...{ name: `${network}-${name}`, Image: 'redis:7.0', Cmd: ['redis-server', '--save', ''] },
        HostConfig: { NetworkMode: network, ...(name === 'a' && { Binds: [`${volume}:/data`] }) },
      }),
    ),
  );
  await Promise.all(containers.map((each) => each.start()));
  const up = performance.now();
  // A server that is told to end before it listens to signals is killed ten seconds later.
  await sleep(500);
  const ending = performance.now();
  await Promise.all(
    containers.map(async (each) => {
      await each.stop();
      await each.remove({ force: true, v: true });
    }),
  );
  await Promise.all([made.remove(), docker.getVolume(volume).remove()]);
  return { up: (up - begun) / 1000, down: (performance.now() - ending) / 1000 };
}
