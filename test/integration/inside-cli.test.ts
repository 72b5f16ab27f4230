import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeLabel } from '../../src-shared/compose/stack';
import { cli, docker, sweep, testLabels } from '../support/world';

const stem = 'flt-inside-cli';

async function run(service: string, script: string): Promise<void> {
  const container = await docker().createContainer({
    name: `${stem}-${service}-1`,
    Image: 'redis:7.0',
    Entrypoint: ['sh', '-c', script],
    Labels: {
      ...testLabels(stem),
      [composeLabel.project]: stem,
      [composeLabel.service]: service,
      [composeLabel.number]: '1',
    },
  });
  await container.start();
  await container.wait();
}

beforeAll(async () => {
  await sweep(stem);
  await run('api', 'echo one; echo two');
  await run('database', 'echo three');
});
afterAll(() => sweep(stem));

describe('flotilla compose logs', () => {
  it('merges the services of a stack by time, each line behind its name', async () => {
    const { code, stdout, stderr } = await cli(['compose', 'logs', stem]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('api-1       | one\napi-1       | two\ndatabase-1  | three\n');
  });

  it('takes a service, a tail, timestamps, and leaves names out', async () => {
    const { stdout } = await cli(['compose', 'logs', stem, 'api', '-n', '1', '--no-log-prefix']);
    expect(stdout).toBe('two\n');
    const stamped = await cli(['compose', 'logs', stem, 'api', '-t', '--tail', '1']);
    expect(stamped.stdout).toMatch(/^api-1 {2}\| \d{4}-\d\d-\d\dT[\d:.]+Z two\n$/);
  });

  it('says what is wrong with a time, a tail, or a stack that is not there', async () => {
    expect((await cli(['compose', 'logs', stem, '--since', 'soon'])).code).toBe(2);
    expect((await cli(['compose', 'logs', stem, '--tail', 'some'])).code).toBe(2);
    const none = await cli(['compose', 'logs', 'flt-inside-nobody']);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('flt-inside-nobody has no containers');
  });
});
