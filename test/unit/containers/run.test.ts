import { describe, expect, it } from 'vitest';
import { commandsOf, scriptOf } from '@shared/commands';
import { emptyRun, specOfDraft, wrongOfDraft } from '@shared/containers/run-draft';
import { parseRun, type ParsedRun } from '@shared/containers/run-parse';
import { runSpecSchema, type RunSpec } from '@shared/containers/run-spec';
import { expectSound } from '../plans';
import { recipe } from '../recipe';
import { engine, runCases, runPlan } from './support';

/** A pasted command as the plan takes it, secrets kept under their names. */
function pasted(text: string): Omit<ParsedRun, 'draft'> & { readonly spec?: RunSpec } {
  const { draft, ...more } = parseRun(text);
  if (draft === undefined) return more;
  for (const each of draft.env) if (each.secret) each.ref = { stored: each.name };
  return { ...more, spec: runSpecSchema.parse(specOfDraft(draft)) };
}

describe('docker run', () => {
  it('reads like a recipe', async () => {
    for (const [, spec, at] of runCases) expectSound(runPlan(spec, at));
    const all = runCases.map(([name, spec, at]) => `== ${name}\n${recipe(runPlan(spec, at))}`).join('\n');
    await expect(all).toMatchFileSnapshot('golden/run.txt');
  });

  it('is a script that stops where a secret is not set, and holds none', async () => {
    const spec = { name: 'db', image: 'mysql:5.7', env: [
      { name: 'MYSQL_ROOT_PASSWORD', secret: { stored: 's1' } },
      { name: 'MYSQL_PASSWORD', secret: { env: 'PW' } },
    ] }; // prettier-ignore
    await expect(scriptOf(runPlan(spec))).toMatchFileSnapshot('golden/run-secrets.sh');
  });

  it('proves ports only where they can be reached from here', () => {
    const spec = { name: 'db', image: 'redis:7.0', ports: [{ hostPort: 9, containerPort: 9 }] };
    const ids = (at = engine()) => runPlan(spec, at).steps.map(({ id }) => id);
    expect(ids()).toContain('answers:9');
    expect(ids({ ...engine(), engine: { ...engine().engine, local: false } })).not.toContain('answers:9');
  });
});

describe('a pasted docker run', () => {
  it('fills every field of the recipe', () => {
    const { spec, left, more } = pasted(
      [
        '# docker network create bjnet --subnet 172.19.0.0/16',
        'docker run -d --name myapp --net bjnet --ip 172.19.0.9 --network-alias app -v /root/finance/log:/var/applogs:ro \\',
        '  -v data:/data -p 9000:8080 -p127.0.0.1:53:53/udp -e MYSQL_ROOT_PASSWORD=111 -e MODE="a b" --privileged=true \\',
        '  --restart on-failure:3 -m 512m --cpus .5 -u 1000:1000 -w /srv -h box finance:1.0 sh -c \'echo "hi $HOME"\'',
      ].join('\n'),
    );
    expect({ left, more }).toEqual({ left: [], more: 0 });
    expect(spec).toEqual({
      ...{ name: 'myapp', image: 'finance:1.0', pull: 'missing', command: ['sh', '-c', 'echo "hi $HOME"'] },
      ...{ hostname: 'box', user: '1000:1000', workingDir: '/srv', privileged: true },
      ...{ network: 'bjnet', subnet: '172.19.0.0/16', address: '172.19.0.9', aliases: ['app'] },
      ports: [
        { hostPort: 9000, containerPort: 8080, protocol: 'tcp' },
        { hostIp: '127.0.0.1', hostPort: 53, containerPort: 53, protocol: 'udp' },
      ],
      mounts: [
        { type: 'bind', source: '/root/finance/log', target: '/var/applogs', readOnly: true },
        { type: 'volume', source: 'data', target: '/data', readOnly: false },
      ],
      env: [
        { name: 'MYSQL_ROOT_PASSWORD', secret: { stored: 'MYSQL_ROOT_PASSWORD' } },
        { name: 'MODE', value: 'a b' },
      ],
      ...{ labels: {}, ulimits: [], autoRemove: false, tty: false, interactive: false },
      restart: { name: 'on-failure', maximumRetryCount: 3 },
      ...{ memory: 512 * 1024 * 1024, cpus: 0.5 },
    });
  });

  it('takes ranges of ports, a health check, ulimits, --rm and -it', () => {
    const { spec, left } = pasted(
      "docker run --rm -it --name box -p 8000-8002:9000-9002/udp --ulimit nofile=64:128 --ulimit nproc=9 --health-cmd 'test -f /ok' --health-interval 5s --health-retries 2 redis:7.0", // prettier-ignore
    );
    expect(left).toEqual([]);
    expect(spec).toMatchObject({
      ports: [0, 1, 2].map((n) => ({ hostPort: 8000 + n, containerPort: 9000 + n, protocol: 'udp' })),
      ulimits: [{ name: 'nofile', soft: 64, hard: 128 }, { name: 'nproc', soft: 9, hard: 9 }],
      health: { command: 'test -f /ok', interval: '5s', retries: 2 },
      ...{ autoRemove: true, tty: true, interactive: true },
    }); // prettier-ignore
    // A range for one port of the container is docker's to choose from, and ends that differ are no pairs.
    expect(pasted('docker run -p 80-90:80 -p 1-3:4-5 redis').left).toHaveLength(2);
  });

  it('takes when its image is pulled, and refuses what is no such time', () => {
    for (const policy of ['always', 'missing', 'never'])
      expect(pasted(`docker run --pull ${policy} redis:7.0`)).toMatchObject({ left: [], spec: { pull: policy } });
    expect(pasted('docker run --pull=daily redis').left).toEqual(['--pull daily']);
  }); // prettier-ignore

  it('comes out again as it went in', () => {
    const text = "docker run --detach --name web1 --network front --publish 80:8080 --volume /srv/www:/www:ro --env A=1 --restart always --memory 64m --ulimit nofile=64:128 --health-cmd 'curl -f localhost' --health-interval 5s nginx:1 nginx -g 'daemon off;'"; // prettier-ignore
    const { spec } = pasted(text);
    const commands = runPlan(spec ?? {}).steps.flatMap(({ op }) => commandsOf(op));
    expect(pasted(commands.find((each) => each.startsWith('docker run')) ?? '').spec).toEqual(spec);
    expect(spec?.command).toEqual(['nginx', '-g', 'daemon off;']);
  });

  it('says what it has no field for, what is wrong, and what more there was', () => {
    const { left, more } = parseRun('docker run --rm -it --gpus all -p 8000-8010:80 a\ndocker run b');
    expect(left).toEqual(['--gpus all', '--publish 8000-8010:80']); // prettier-ignore
    expect(more).toBe(1);
    expect(parseRun('docker run --nmae x redis').problems[0]?.key).toBe('cwizard.run.unknownFlagMeant');
    expect(parseRun('docker run -d').problems.length + parseRun('ls').problems.length).toBe(0);
    expect(parseRun('docker run -d').draft).toBeUndefined();
  });

  it('names the container after its image where it has no name', () => {
    expect(parseRun('docker run registry:5000/team/app:2').draft?.name).toBe('app');
  });
});

describe('the form', () => {
  it('leaves empty rows out, and points at the row that is wrong', () => {
    const draft = emptyRun();
    Object.assign(draft, { image: 'redis:7.0', name: 'r1' });
    draft.ports = [
      { host: undefined, container: undefined, protocol: 'tcp', hostIp: '' },
      { host: 8080, container: undefined, protocol: 'tcp', hostIp: '' },
    ];
    draft.mounts = [{ source: 'data', target: 'relative', readOnly: false }];
    draft.env = [{ name: 'A B', value: '1', secret: false }];
    expect([...wrongOfDraft(draft)].sort()).toEqual(['env.0', 'mounts.0', 'ports.1']);
    expect(specOfDraft(draft).ports).toHaveLength(1);
  });

  it('asks for a secret’s value before it can be run', () => {
    const draft = { ...emptyRun(), image: 'redis:7.0', name: 'r1' };
    draft.env = [{ name: 'PASSWORD', value: '', secret: true }];
    expect([...wrongOfDraft(draft)]).toEqual(['env.0']);
    draft.env = [{ name: 'PASSWORD', value: '', secret: true, ref: { stored: 'id' } }];
    expect([...wrongOfDraft(draft)]).toEqual([]);
  });
});
