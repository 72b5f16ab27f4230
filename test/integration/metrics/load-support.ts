import { execFile } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openCadvisor } from '../../../src-main/clients/cadvisor';
import { readHostUse } from '../../../src-main/clients/proc';
import { cadvisorContainerSchema, cadvisorReading } from '../../../src-shared/metrics/cadvisor';
import { machineReading } from '../../../src-shared/metrics/cadvisor-machine';
import { ratesBetween } from '../../../src-shared/metrics/rates';
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

/** The host's CPU over some seconds and its memory at their end, by cAdvisor and by the kernel. In per cent. */
export async function hostShares(
  url: string,
  ms: number,
): Promise<Readonly<Record<'cadvisor' | 'kernel', { readonly cpu: number; readonly memory: number }>>> {
  const client = await openCadvisor({ url }, () => Promise.resolve(''));
  const all = cpus().length;
  const look = async () => {
    const told = await client.machine(100);
    const heard = performance.now();
    const memoryBytes = totalmem();
    const reading = told && machineReading(told, { cpus: all, memoryBytes }, { heard, expected: ms });
    if (reading === undefined) throw new Error('cAdvisor tells of no host');
    return { reading, use: await readHostUse() };
  };
  try {
    const before = await look();
    await sleep(ms);
    const { reading, use } = await look();
    const busy = use.cpu.busy - before.use.cpu.busy;
    return {
      cadvisor: {
        cpu: ratesBetween(before.reading, reading)?.values.hostCpu ?? Number.NaN,
        memory: (100 * (reading.gauges.hostMemory ?? Number.NaN)) / totalmem(),
      },
      kernel: {
        cpu: (100 * busy) / (use.cpu.all - before.use.cpu.all),
        memory: (100 * use.memory.used) / use.memory.total,
      },
    };
  } finally {
    client.close();
  }
}

/** What `docker stats` prints of a container: per cent of a core, bytes of memory, of block I/O since the start. */
export async function printed(id: string): Promise<Record<'cpu' | 'memory' | 'read' | 'written', number>> {
  const format = '{{.CPUPerc}}|{{.MemUsage}}|{{.BlockIO}}';
  const { stdout } = await run('docker', ['stats', '--no-stream', '--format', format, id]);
  const [cpu = '', usage = '', blocks = ''] = stdout.trim().split('|');
  const [read = '', written = ''] = blocks.split(' / ');
  return {
    cpu: Number.parseFloat(cpu),
    memory: bytesOf(usage.split(' / ')[0] ?? ''),
    read: bytesOf(read),
    written: bytesOf(written),
  };
}

/** Memory is printed by powers of 1024, what goes through by powers of 1000. */
function bytesOf(text: string): number {
  const [, number = '', letter = '', binary = ''] = /^([\d.]+)([kKMGT]?)(i?)B$/.exec(text) ?? [];
  const power = letter === '' ? 0 : 'kMGT'.indexOf(letter === 'K' ? 'k' : letter) + 1;
  return Number(number === '' ? Number.NaN : number) * (binary === 'i' ? 1024 : 1000) ** power;
}
