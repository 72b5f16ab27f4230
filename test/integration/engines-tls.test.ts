import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngines } from '../../src-main/observe/engines';
import type { EngineConnection } from '../../src-shared/engine-definition';
import {
  lacking,
  makeCertificates,
  noPrivateEngine,
  ports,
  startPrivateEngine,
  temporaryFolder,
  type PrivateEngine,
} from '../support/world';
import { draft, keptIn, said } from './engines-support';

describe('over TLS', lacking(noPrivateEngine()), () => {
  const folder = temporaryFolder('tls');
  let engine: PrivateEngine;
  let port: number;

  beforeAll(async () => {
    makeCertificates(folder);
    port = await ports(1);
    engine = await startPrivateEngine({
      args: [
        ...[
          '--host',
          `tcp://127.0.0.1:${String(port)}`,
          '--tlsverify',
          '--tlscacert',
          join(folder, 'ca.pem'),
        ],
        ...['--tlscert', join(folder, 'server-cert.pem'), '--tlskey', join(folder, 'server-key.pem')],
      ],
    });
  });
  afterAll(() => engine.destroy());

  const tcp = (certificates: string | null): EngineConnection => ({
    ...{ kind: 'tcp', host: '127.0.0.1', port, certificates },
  });

  it('is worked with beside the engine here; each shows its own', async () => {
    const kept = keptIn(temporaryFolder('engines'));
    expect(said(await kept.try(draft(tcp(folder))))).toBe('ok');
    const saved = await kept.save(draft(tcp(folder)));
    const engines = createEngines({ env: {}, home: folder, added: () => kept.found() });
    try {
      const here = await engines.start();
      if (here.state !== 'connected') throw new Error(JSON.stringify(here));
      const stays = engines.dockerFor(here.engine.id);
      expect((await engines.select(saved.id)).state).toBe('connected');
      const there = engines.docker();
      expect(await there.containers.list({})).toEqual([]);
      // The one that was left still answers: what runs there goes on.
      await stays.ping();
      expect((await stays.details()).rootDir).not.toBe((await there.details()).rootDir);
    } finally {
      engines.close();
    }
  });

  it('refuses without certificates, with another authority’s, and over plain TCP', async () => {
    const kept = keptIn(temporaryFolder('engines'));
    const strange = temporaryFolder('tls');
    expect(said(await kept.try(draft(tcp(strange))))).toBe('engine.certificates');
    makeCertificates(strange);
    expect(said(await kept.try(draft(tcp(strange))))).toBe('engine.tls');
    expect(said(await kept.try(draft(tcp(null))))).not.toBe('ok');
  });
});
