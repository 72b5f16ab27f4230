import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cadvisorContainerSchema, cadvisorReading } from '../../../src-shared/metrics/cadvisor';
import { docker, testLabels } from '../../support/world';
import { started, until, type Counted } from './sources-support';

const run = promisify(execFile);

/** Containers under a load that is known. */
export interface Load {
  /** Pinned to half a core. */
  readonly burner: string;
  /** Holds about 64 MB. */
  readonly hog: string;
  /** Is sent about 1 MB a second. */
  readonly reader: string;
}

/** Starts them, in a network of their own. Returns when the memory is taken and the stream flows. */
export async function startLoad(stem: string): Promise<Load> {
  const network = `${stem}-load`;
  await docker().createNetwork({ Name: network, Labels: testLabels(stem) });
  const burner = await started(stem, 'burner', {
    Entrypoint: ['sh', '-c', 'while :; do :; done'],
    HostConfig: { NanoCpus: 500_000_000, Memory: 64 * 2 ** 20 },
  });
  const hog = await started(stem, 'hog', {
    Cmd: ['redis-server', '--save', '', '--enable-debug-command', 'yes'],
    HostConfig: { NetworkMode: network, Memory: 256 * 2 ** 20 },
  });
  const ask = async (...words: string[]): Promise<string> =>
    run('docker', ['exec', hog.name, 'redis-cli', ...words]).then(
      ({ stdout }) => stdout.trim(),
      () => '',
    );
  await until(
    () => ask('ping'),
    (answer) => answer === 'PONG',
  );
  await ask('debug', 'populate', '640', 'key', '100000');
  const reader = await started(stem, 'reader', {
    Entrypoint: ['sh', '-c', `exec redis-cli -h ${hog.name} -r -1 -i 0.1 get key:0 >/dev/null`],
    HostConfig: { NetworkMode: network },
  });
  await until(
    () => ask('info', 'clients'),
    (answer) => answer.includes('connected_clients:2'),
  );
  return { burner: burner.id, hog: hog.id, reader: reader.id };
}

/** The same as the engine counts, by cAdvisor's own answer. */
export async function countedByCadvisor(url: string, id: string): Promise<Counted> {
  const answer = await fetch(`${url}/api/v2.1/stats/${id}?type=docker&count=1&max_age=500ms`);
  const [container] = Object.values((await answer.json()) as Record<string, unknown>);
  const about = { heard: 0, expected: 1000 };
  const reading = cadvisorReading(cadvisorContainerSchema.parse(container), Infinity, about);
  if (reading === undefined) throw new Error('cAdvisor has no sample');
  const { counters, gauges } = reading;
  return {
    at: reading.at,
    cpu: (counters.cpu ?? 0) * 1e7,
    memory: gauges.memory ?? 0,
    received: counters.received ?? 0,
    sent: counters.sent ?? 0,
  };
}

/** What `docker stats` prints of a container: per cent of a core and bytes of memory. */
export async function printed(id: string): Promise<{ readonly cpu: number; readonly memory: number }> {
  const format = '{{.CPUPerc}}|{{.MemUsage}}';
  const { stdout } = await run('docker', ['stats', '--no-stream', '--format', format, id]);
  const [, cpu = '', number = '', unit = ''] = /^([\d.]+)%\|([\d.]+)([KMG]?i?B)/.exec(stdout.trim()) ?? [];
  const scale: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
  return { cpu: Number(cpu), memory: Number(number) * (scale[unit] ?? Number.NaN) };
}
