import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, root, temporaryFolder } from '../../support/world';

const corpus = join(root, 'test/integration/compose-config/corpus');

describe('flotilla compose config', () => {
  it('prints the model as JSON and as YAML, without an engine', async () => {
    const file = join(corpus, 'finance', 'compose.yml');
    const json = await cli(['compose', 'config', file, '--format', 'json', '-p', 'mine']);
    expect(json.code).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({
      name: 'mine',
      services: { bjpnapp: { container_name: 'myapp', ports: [{ target: 8080, published: '9000' }] } },
    });
    expect(json.stderr).toMatch(/compose\.yml:1:1: warning: .*version/);
    const yaml = await cli(['compose', 'config', file]);
    expect(yaml.stdout).toMatch(/^name: finance\n/);
  });

  it('takes profiles and env files', async () => {
    const folder = temporaryFolder('config');
    writeFileSync(
      join(folder, 'compose.yml'),
      'services:\n  a: {image: "x:${TAG}"}\n  b: {image: y, profiles: [p]}\n',
    );
    writeFileSync(join(folder, 'my.env'), 'TAG=7\n');
    const files = ['compose', 'config', join(folder, 'compose.yml'), '--format', 'json'];
    const { stdout } = await cli([...files, '--env-file', join(folder, 'my.env'), '--profile', 'p']);
    expect(JSON.parse(stdout)).toMatchObject({ services: { a: { image: 'x:7' }, b: { profiles: ['p'] } } });
  });

  it('leaves with 2 and says where, for bad input', async () => {
    const folder = temporaryFolder('config');
    const file = join(folder, 'compose.yml');
    writeFileSync(file, 'services:\n  a:\n    imag: x\n    ports: ["80:99999"]\n');
    const { code, stdout, stderr } = await cli(['compose', 'config', file]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/compose\.yml:3:5: .*imag/);
    expect(stderr).toMatch(/compose\.yml:4:13: .*99999/);
    expect(stderr).not.toMatch(/\n\s+at /);
    const none = await cli(['compose', 'config', join(folder, 'nope.yml')]);
    expect([none.code, none.stderr.includes('nope.yml')]).toEqual([2, true]);
    const format = await cli(['compose', 'config', file, '--format', 'toml']);
    expect([format.code, format.stderr.includes('toml')]).toEqual([2, true]);
  });
});
