import type { RedisNode, SlotRange } from '@shared/ops';
import type { BatchLimits, BatchReply, KeyReply, Limits, NodeConnection, Words } from './redis';
import { RedisFailure } from './redis-errors';
import type { RedisLink } from './redis-link';
import {
  parseClusterInfo,
  parseClusterNodes,
  parseInfo,
  parseRedirect,
  type ClusterInfo,
  type NodeLine,
} from './redis-replies';

/** How many slots one ADDSLOTS of an old server takes: keeps a command under 32 kB. */
const slotsPerCommand = 4000;

/** The commands that we use, by name, over one link. */
export class NodeCommands implements NodeConnection {
  readonly node: RedisNode;

  constructor(
    private readonly link: RedisLink,
    private readonly forget: () => void,
  ) {
    this.node = link.node;
  }

  call(args: Words, limits?: Limits): Promise<unknown> {
    return this.link.call(args, limits);
  }

  batch(commands: readonly Words[], limits?: BatchLimits): Promise<BatchReply[]> {
    return this.link.batch(commands, limits);
  }

  async #text(args: readonly string[], limits?: Limits): Promise<string> {
    return String(await this.call(args, limits));
  }

  async #key(args: readonly string[], limits?: Limits): Promise<KeyReply> {
    try {
      const value = await this.call(args, limits);
      return { value: typeof value === 'string' || typeof value === 'number' ? String(value) : null };
    } catch (error) {
      const redirect = error instanceof RedisFailure ? parseRedirect(error.text) : undefined;
      if (redirect === undefined) throw error;
      return { redirect };
    }
  }

  async ping(limits?: Limits): Promise<void> {
    await this.call(['PING'], limits);
  }

  async info(section?: string, limits?: Limits): Promise<Record<string, string>> {
    return parseInfo(await this.#text(section === undefined ? ['INFO'] : ['INFO', section], limits));
  }

  async clusterInfo(limits?: Limits): Promise<ClusterInfo> {
    return parseClusterInfo(await this.#text(['CLUSTER', 'INFO'], limits));
  }

  async clusterNodes(limits?: Limits): Promise<{ raw: string; lines: readonly NodeLine[] }> {
    const reply = await this.#text(['CLUSTER', 'NODES'], limits);
    return { raw: reply, lines: parseClusterNodes(reply) };
  }

  myId(limits?: Limits): Promise<string> {
    return this.#text(['CLUSTER', 'MYID'], limits);
  }

  async meet(to: RedisNode['announce'], limits?: Limits): Promise<void> {
    await this.call(['CLUSTER', 'MEET', to.address, String(to.port), String(to.busPort)], limits);
  }

  async addSlots(ranges: readonly SlotRange[], limits?: Limits): Promise<void> {
    if (ranges.length === 0) return;
    try {
      await this.call(['CLUSTER', 'ADDSLOTSRANGE', ...ranges.flat().map(String)], limits);
    } catch (error) {
      // Before 7.0 there was no ADDSLOTSRANGE: "ERR Unknown subcommand or wrong number of arguments".
      if (!(error instanceof RedisFailure) || !/unknown subcommand/i.test(error.text)) throw error;
      const slots = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
      for (let at = 0; at < slots.length; at += slotsPerCommand) {
        const piece = slots.slice(at, at + slotsPerCommand).map(String);
        await this.call(['CLUSTER', 'ADDSLOTS', ...piece], limits);
      }
    }
  }

  async setConfigEpoch(epoch: number, limits?: Limits): Promise<void> {
    await this.call(['CLUSTER', 'SET-CONFIG-EPOCH', String(epoch)], limits);
  }

  async replicate(masterId: string, limits?: Limits): Promise<void> {
    await this.call(['CLUSTER', 'REPLICATE', masterId], limits);
  }

  async configGet(name: string, limits?: Limits): Promise<string | undefined> {
    const reply = await this.call(['CONFIG', 'GET', name], limits);
    return Array.isArray(reply) && reply.length >= 2 ? String(reply[1]) : undefined;
  }

  async configSet(settings: Readonly<Record<string, string>>, limits?: Limits): Promise<void> {
    // One by one: before 7.0 CONFIG SET took a single setting.
    for (const [name, value] of Object.entries(settings)) {
      await this.call(['CONFIG', 'SET', name, value], limits);
    }
  }

  get(key: string, limits?: Limits): Promise<KeyReply> {
    return this.#key(['GET', key], limits);
  }

  set(key: string, value: string, ttlSeconds: number, limits?: Limits): Promise<KeyReply> {
    return this.#key(['SET', key, value, 'EX', String(ttlSeconds)], limits);
  }

  del(key: string, limits?: Limits): Promise<KeyReply> {
    return this.#key(['DEL', key], limits);
  }

  close(): void {
    this.forget();
    this.link.drop();
  }
}
