import { describe, expect, it } from 'vitest';
import { ratesBetween } from '../../../src-shared/metrics/rates';
import { redisReading, type RedisAnswer } from '../../../src-shared/metrics/redis-reading';

const master: RedisAnswer = {
  address: '10.0.0.1:6379',
  info: {
    run_id: 'a1',
    role: 'master',
    used_memory: '2097152',
    maxmemory: '0',
    connected_clients: '7',
    total_commands_processed: '1000',
    keyspace_hits: '90',
    keyspace_misses: '10',
    db0: 'keys=12,expires=3,avg_ttl=100',
    db1: 'keys=5,expires=0,avg_ttl=0',
    master_replid: 'r1',
    master_repl_offset: '5000',
    slave0: 'ip=10.0.0.2,port=6379,state=online,offset=4200,lag=1',
    slave1: 'ip=10.0.0.3,port=6379,state=online,offset=4900,lag=0',
  },
};
const replica = (address: string, info: Record<string, string> = {}): RedisAnswer => ({
  address,
  info: {
    run_id: 'b1',
    role: 'slave',
    master_host: '10.0.0.1',
    master_port: '6379',
    master_replid: 'r1',
    slave_repl_offset: '4400',
    ...info,
  },
});

describe('a Redis node’s INFO', () => {
  it('tells operations, hits, memory, keys of all databases and clients, and no limit where there is none', () => {
    expect(redisReading(master, [master])).toEqual({
      epoch: 'a1',
      counters: { redisOps: 1000 },
      shares: { redisHits: { part: 90, whole: 100, quiet: null } },
      gauges: { redisMemory: 2097152, redisKeys: 17, redisClients: 7 },
    });
    const limited = { ...master, info: { ...master.info, maxmemory: '4194304' } };
    expect(redisReading(limited, [limited])?.gauges.redisMemoryLimit).toBe(4194304);
  });

  it('tells nothing that the server did not, whatever it says', () => {
    const odd = { address: 'x:1', info: { used_memory: 'lots', connected_clients: '', db0: 'broken' } };
    expect(redisReading(odd, [odd])).toEqual({ counters: {}, gauges: { redisKeys: 0 } });
    expect(redisReading({ address: 'x:1' }, [master])).toBeUndefined();
  });

  it('tells how far a replica is behind the master that it names', () => {
    const near = replica('10.0.0.2:6379');
    expect(redisReading(near, [master, near])?.gauges.redisLag).toBe(600);
    // Answers cross: one that is ahead of what its master said a moment ago is not behind.
    const ahead = replica('10.0.0.2:6379', { slave_repl_offset: '5100' });
    expect(redisReading(ahead, [master, ahead])?.gauges.redisLag).toBe(0);
    // By the id of what is copied, where the master is named otherwise than it names itself.
    const other = replica('10.0.0.2:6379', { master_host: 'nat.example' });
    expect(redisReading(other, [master, other])?.gauges.redisLag).toBe(600);
  });

  it('knows no lag of a master, of a replica without a first copy, or where the master is silent', () => {
    expect(redisReading(master, [master])?.gauges).not.toHaveProperty('redisLag');
    const fresh = replica('10.0.0.2:6379', { slave_repl_offset: '0' });
    expect(redisReading(fresh, [master, fresh])?.gauges).not.toHaveProperty('redisLag');
    const lonely = replica('10.0.0.2:6379');
    expect(redisReading(lonely, [{ address: master.address }, lonely])?.gauges).not.toHaveProperty(
      'redisLag',
    );
  });

  it('takes the master’s word for a replica that does not answer', () => {
    const silent = { address: '10.0.0.2:6379' };
    expect(redisReading(silent, [master, silent])).toEqual({ counters: {}, gauges: { redisLag: 800 } });
  });

  it('makes rates that begin anew with the server, and no hit rate where nobody read', () => {
    const at = (seconds: number, info: Record<string, string>) => {
      const answer = { address: master.address, info: { ...master.info, ...info } };
      const time = seconds * 1000;
      return { at: time, asked: time, heard: time, expected: 1000, ...redisReading(answer, [answer])! };
    };
    const first = at(1, {});
    const busy = { total_commands_processed: '1250', keyspace_hits: '165', keyspace_misses: '35' };
    expect(ratesBetween(first, at(2, busy))?.values).toMatchObject({ redisOps: 250, redisHits: 75 });
    const unread = { total_commands_processed: '1250' };
    expect(ratesBetween(first, at(2, unread))?.values).toMatchObject({ redisOps: 250, redisHits: null });
    const restarted = { run_id: 'a2', total_commands_processed: '5000' };
    expect(ratesBetween(first, at(2, restarted))?.values).toMatchObject({ redisOps: null, redisHits: null });
  });
});
