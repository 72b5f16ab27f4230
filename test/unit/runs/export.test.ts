import { describe, expect, it } from 'vitest';
import { raw } from '@shared/i18n/index';
import type { Run } from '@shared/plan';
import { exportRun } from '@shared/runs/export';

const mark = 'plant3d-s3cret';
const run: Run = {
  ...{ id: '20261129-1', engine: 'local', status: 'failed', startedAt: 0, endedAt: 4200 },
  ...{ canCancel: false, canResume: true, canUndo: true },
  request: { kind: 'containers.run', spec: { name: 'web', env: [{ name: 'GREETING', value: mark }] } },
  plan: {
    ...{ kind: 'containers.run', target: 'container/web', title: raw('Run web'), findings: [] },
    groups: [{ id: 'run', title: raw('Container') }],
    steps: [
      {
        ...{ id: 'run', title: raw('Run it'), cause: raw('It is not there'), group: 'run', dependsOn: [] },
        op: {
          kind: 'container.run',
          args: {
            ...{ name: 'web', image: 'redis:7.0', command: [], privileged: false, aliases: [], ports: [] },
            ...{
              mounts: [],
              labels: {},
              restart: { name: 'no' },
              ...{ ulimits: [], autoRemove: false, tty: false, interactive: false },
              secrets: { PASSWORD: { env: 'PASSWORD' } },
            },
            env: [{ name: 'GREETING', value: mark }],
          },
        },
      },
    ],
  },
  steps: [
    {
      ...{ id: 'run', status: 'failed', startedAt: 1000, endedAt: 2500 },
      error: {
        ...{ code: 'port.taken', doing: raw('Running'), hint: raw('Free it') },
        what: raw(`mysql://root:${mark}@db refused; see /home/anna/log`),
      },
    },
  ],
};
const about = { home: '/home/anna', names: ['anna', 'annas-laptop'], known: [mark] };

describe('a run as text', () => {
  it('has steps, times, commands and errors for people', () => {
    const text = exportRun(run, 'markdown', about);
    expect(text).toContain('# Run web\n');
    expect(text).toContain('- Started: 1970-01-01 00:00:00 UTC');
    expect(text).toMatch(/1\. ✗ Run it \(Failed, 1\.5 s\)/);
    expect(text).toContain('docker run --detach');
    expect(text).toContain('--env PASSWORD');
    expect(text).toContain('port.taken');
    expect(exportRun(run, 'markdown', about, 'zh-CN')).toContain('开始');
  });

  it('is JSON that can be read back, without what only the window needs', () => {
    const read = JSON.parse(exportRun(run, 'json', about)) as Record<string, unknown>;
    expect(read).toMatchObject({ flotillaRun: 1, id: run.id, status: 'failed' });
    expect(read).not.toHaveProperty('canUndo');
    expect(JSON.stringify(read['request'])).toContain('GREETING');
  });

  it.each(['json', 'markdown'] as const)('keeps no secret and no name as %s, known or not', (as) => {
    for (const known of [[mark], []]) {
      const text = exportRun(run, as, { ...about, known });
      expect(text).not.toContain(mark);
      expect(text).not.toContain('anna');
    }
  });
});
