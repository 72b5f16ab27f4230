import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultAnswers, isAsked, readEntry, renderEntry } from '@shared/compose/build/catalogue';
import { emptyDraft, part, type DraftFile, type StackDraft } from '@shared/compose/build/draft';
import { importCommands } from '@shared/compose/build/run-import';
import { liftSecrets } from '@shared/compose/build/secret-names';
import { writeStack } from '@shared/compose/build/write';
import { composeConfig, composeReleases } from '../../support/compose-cli';
import { lacking } from '../../support/world';

const root = mkdtempSync(join(tmpdir(), 'flt-wizard-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;

/** Writes a stack's files to a folder of their own; gives the compose file's path. */
function lay(files: readonly DraftFile[]): string {
  const folder = join(root, `stack-${String(made++)}`);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, files[0]!.path);
}

interface Model {
  name: string;
  services: Record<
    string,
    { environment?: Record<string, string>; command?: string[] } & Record<string, unknown>
  >;
}
const nasty = [
  `it's "so" $x`,
  'a b # c',
  '\\n\\',
  '$$HOME',
  "'",
  '"',
  'ends in \\',
  'tab\there',
  '密码 🔑',
  ' blank ',
];

for (const { version, path, why } of composeReleases)
  describe(`docker compose ${version}`, lacking(path === undefined ? why : undefined), () => {
    const read = (draft: StackDraft): Model => {
      const result = composeConfig(
        path!,
        { files: [lay(writeStack(draft))], profiles: [] },
        { PATH: '/usr/bin:/bin' },
      );
      if (!result.ok) throw new Error(result.why);
      return result.model as Model;
    };

    it.each(readdirSync('resources/catalogue'))('takes %s', (file) => {
      const entry = readEntry(readFileSync(`resources/catalogue/${file}`, 'utf8'));
      const answers: Record<string, string | number | boolean> = { ...defaultAnswers(entry) };
      for (const [name, field] of Object.entries(entry.fields)) {
        if (field.type === 'secret')
          answers[name] = `${nasty[0] ?? ''} and long enough for every one of them`;
        if (field.type === 'switch') answers[name] = true;
      }
      const { draft } = renderEntry(entry, answers, 'en');
      const model = read({ ...draft, name: 'flt-wizard' });
      expect(Object.keys(model.services).sort()).toEqual(Object.keys(draft.services).sort());
      // Every secret reaches a container, as it is; `config` doubles its dollar signs.
      const whole = JSON.stringify(model.services);
      for (const [name, field] of Object.entries(entry.fields))
        if (field.type === 'secret' && isAsked(entry, name, answers))
          expect(whole).toContain(JSON.stringify(String(answers[name]).replaceAll('$', '$$$$')).slice(1, -1));
    });

    it('reads every password back as it is', () => {
      const environment = Object.fromEntries(
        nasty.map((value, n) => [`P${String(n)}_PASSWORD`, value.replaceAll('$', '$$$$')]),
      );
      const draft = liftSecrets(
        { ...emptyDraft, name: 'flt-wizard', services: { a: part({ image: 'a:1', environment }) } },
        'x',
      );
      expect(draft.env).toHaveLength(nasty.length);
      const read1 = read(draft).services['a']?.environment ?? {};
      expect(
        Object.values(read1)
          .map((value) => value.replaceAll('$$', '$'))
          .sort(),
      ).toEqual([...nasty].sort());
    });

    it('reads pasted commands as the engine would have been told', () => {
      const { draft } = importCommands(
        `docker run -d --name aa --memory 512m --cpus 1.5 --ulimit nofile=1024:2048 --log-opt max-size=10m \
--health-cmd 'test -f /x' --health-interval 5s --tmpfs /run --mount type=bind,source=/srv,target=/srv,readonly \
--sysctl net.core.somaxconn=1024 --stop-timeout 30 --gpus all -p 127.0.0.1:25080:80/udp -e 'G=a $b' --shm-size 1g \
--device /dev/null --cap-add NET_ADMIN -v data:/data:ro --entrypoint '' --ip 10.214.80.9 --net n1 --network-alias x \
a:1 sh -c 'echo $HOME'
docker network create --subnet 10.214.80.0/24 --internal n1
docker run --network container:aa b:1`.replaceAll('\\\n', ' '),
      );
      const { services } = read({ ...draft, name: 'flt-wizard' });
      expect(services['aa']).toMatchObject({
        command: ['sh', '-c', 'echo $$HOME'],
        entrypoint: [],
        environment: { G: 'a $$b' },
        mem_limit: '536870912',
        stop_grace_period: '30s',
        ulimits: { nofile: { soft: 1024, hard: 2048 } },
        networks: { n1: { aliases: ['x'], ipv4_address: '10.214.80.9' } },
        ports: [{ host_ip: '127.0.0.1', published: '25080', target: 80, protocol: 'udp' }],
      });
      expect(services['b']).toMatchObject({ network_mode: 'service:aa' });
    });
  });
