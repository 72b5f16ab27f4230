import { performance } from 'node:perf_hooks';
import { errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import { machineReading, type CadvisorMachine } from '@shared/metrics/cadvisor-machine';
import type { ContainerCounts } from '@shared/metrics/container-counts';
import { hostCounters } from '@shared/metrics/host-counters';
import type { MetricSourceState, Subject } from '@shared/metrics/model';
import type { Reading } from '@shared/metrics/rates';
import { readDiskTraffic, readDiskUse, readHostUse, readNetworkUse } from '../clients/proc';
import type { Engines } from '../observe/engines';
import { hostName } from './docker-source';
import { liveMs, slowMs } from './sampler';
import type { Intake, Source } from './source';

/** What cAdvisor tells of the engine's host, not older than so many ms; undefined: it tells nothing. */
type Machine = (maxAgeMs: number) => Promise<CadvisorMachine | undefined>;

/**
 * The engine's host. Where the engine runs on this computer's own Linux the kernel tells; of one elsewhere, or
 * in a virtual machine, cAdvisor does where there is one, and else the engine: its memory and no more.
 *
 * @param machine what cAdvisor tells of the host
 * @param counts its containers by state
 */
export function createHostSource(
  engines: Pick<Engines, 'state' | 'onState'>,
  intake: Intake,
  machine: Machine = () => Promise.resolve(undefined),
  counts: () => ContainerCounts | undefined = () => undefined,
): Source {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let liveUntil = 0;
  let subject: Subject | undefined;
  let fresh: number | null = null;
  /** When the first reading began to be waited for, epoch ms. */
  let began = 0;
  let failure: string | undefined;
  let closed = false;

  const read = async (): Promise<void> => {
    const state = engines.state();
    if (state.state !== 'connected') return;
    const { engine, details } = state;
    const name = hostName(state);
    const key = `${engine.endpoint} ${name}`;
    if (subject !== undefined && subject.key !== key) intake.forget(subject);
    if (subject === undefined) began = Date.now();
    subject = { kind: 'host', key, name, host: name };
    const own = engine.local && !details.isDesktop && process.platform === 'linux';
    const expected = liveUntil > performance.now() ? liveMs : slowMs;
    const asked = performance.now();
    const reading = own
      ? await ownHost(details, expected, asked)
      : await otherHost(details, expected, machine);
    fresh = Math.max(fresh ?? 0, reading.at);
    intake.take(subject, { ...reading, gauges: { ...reading.gauges, ...counts() } });
  };

  /** Of several that were begun only the newest goes on. */
  let newest = 0;
  const round = async (): Promise<void> => {
    const mine = ++newest;
    try {
      await read();
      failure = undefined;
    } catch (error) {
      failure = errorText(error);
    }
    if (closed || mine !== newest) return;
    const live = liveUntil > performance.now();
    // On the beat of the clock, so that samples of many rounds fall into buckets evenly.
    const period = live ? liveMs : slowMs;
    timer = setTimeout(() => void round(), period - (Date.now() % period));
  };
  // Once the engine is known, twice in a row: the second has a rate.
  const stop = engines.onState(() => again());
  const again = (): void => {
    clearTimeout(timer);
    liveUntil = Math.max(liveUntil, performance.now() + 2500);
    void round();
  };
  again();

  return {
    subjects: () => (subject === undefined ? [] : [subject]),
    look(keys, forMs) {
      if (subject === undefined || !keys.has(subject.key)) return;
      const slow = liveUntil < performance.now();
      liveUntil = Math.max(liveUntil, performance.now() + forMs);
      if (!slow) return;
      clearTimeout(timer);
      timer = setTimeout(() => void round(), liveMs - (Date.now() % liveMs));
    },
    state: (): MetricSourceState | undefined => {
      if (subject === undefined) return undefined;
      const late = (fresh ?? began) < Date.now() - 3 * slowMs;
      const base = { id: 'host', kind: 'host' as const, where: subject.name, fresh, subjects: 1 };
      if (failure === undefined) return { ...base, state: late ? 'late' : 'fine' };
      const error = {
        code: 'metrics.failed',
        doing: msg('metrics.doing.collect'),
        what: raw(failure),
        hint: msg('metrics.failed.hint'),
      };
      return { ...base, state: 'gone', error };
    },
    close() {
      closed = true;
      stop();
      clearTimeout(timer);
    },
  };
}

async function otherHost(
  host: { readonly cpus: number; readonly memoryBytes: number },
  expected: number,
  machine: Machine,
): Promise<Reading> {
  // cAdvisor's own state tells of its troubles.
  const told = await machine(expected / 2).catch(() => undefined);
  // It measures when it likes: that it came by itself.
  const when = { heard: performance.now(), expected };
  const read = told && machineReading(told, host, when);
  return (
    read ?? {
      at: Date.now(),
      ...when,
      counters: {},
      gauges: { hostMemoryTotal: host.memoryBytes, ...(host.cpus > 0 && { hostCores: host.cpus }) },
    }
  );
}

async function ownHost(
  { rootDir, cpus }: { readonly rootDir: string; readonly cpus: number },
  expected: number,
  asked: number,
): Promise<Reading> {
  const [use, network, disks] = await Promise.all([
    readHostUse(),
    readNetworkUse().catch(() => undefined),
    readDiskTraffic().catch(() => undefined),
  ]);
  // Where the engine's folder is hidden from us, its disk is as well.
  const disk = await readDiskUse(rootDir).catch(() => undefined);
  return {
    at: Date.now(),
    heard: performance.now(),
    asked,
    expected,
    counters: hostCounters(network, disks),
    shares: { hostCpu: { part: use.cpu.busy, whole: use.cpu.all } },
    gauges: {
      hostMemory: use.memory.used,
      hostMemoryTotal: use.memory.total,
      ...(cpus > 0 && { hostCores: cpus }),
      hostLoad: use.load,
      ...(disk !== undefined && { hostDisk: disk.used, hostDiskTotal: disk.total }),
    },
  };
}
