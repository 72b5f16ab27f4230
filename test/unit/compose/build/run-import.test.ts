import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translate } from '@shared/i18n/index';
import { emptyDraft } from '@shared/compose/build/draft';
import { importCommands } from '@shared/compose/build/run-import';
import { liftSecrets } from '@shared/compose/build/secret-names';
import { composeText } from '@shared/compose/build/write';

const service = (text: string, name = Object.keys(importCommands(text).draft.services)[0] ?? '') =>
  importCommands(text).draft.services[name]?.fields;
const notes = (text: string) =>
  importCommands(text).notes.map(
    ({ level, line, what }) => `${level} ${String(line)} ${translate('en', what)}`,
  );

describe('docker run as a service', () => {
  it('turns the microservice by hand into its compose.yml', async () => {
    const pasted = String.raw`# the network first
docker network create bjnet --subnet 172.19.0.0/16
docker run -d --name bjpnmysql --net bjnet -p 3306:3306 \
  -v /root/mysql/log:/var/log/mysql -v /root/mysql/data:/var/lib/mysql \
  -v /root/mysql/conf:/etc/mysql/conf.d -e MYSQL_ROOT_PASSWORD=111 mysql:5.7
docker run -p 6379:6379 --name bjpnredis --net bjnet -v /root/redis/redis.conf:/etc/redis/redis.conf \
  -v /root/redis/data:/data -d redis:7.0 redis-server /etc/redis/redis.conf
docker build -t finance:1.0 .
docker run --name myapp --net bjnet -v /root/finance/log:/var/applogs -dp 9000:8080 finance:1.0`;
    const { draft, notes: found } = importCommands(pasted);
    expect(found).toEqual([]);
    const lifted = liftSecrets(draft, 'set it in .env');
    expect(lifted.env.map(({ name, value }) => [name, value])).toEqual([['MYSQL_ROOT_PASSWORD', '111']]);
    await expect(composeText(lifted)).toMatchFileSnapshot('golden/finance-by-hand.yml');
  });

  it('reads what blogs and other shells make of a command', () => {
    expect(service('docker run –d –name “web” –p 80:80 –it nginx:1')).toMatchObject({
      container_name: 'web',
      ports: ['80:80'],
      stdin_open: true,
    });
    // linuxserver.io's comments between backquotes.
    expect(
      service('docker run -e CLAIM= `#optional` \\\n -v /lib:/config `# the library` \\\n plex:1'),
    ).toEqual({
      image: 'plex:1',
      environment: { CLAIM: '' },
      volumes: ['/lib:/config'],
    });
    expect(service('docker run -d \\\n  # the data\n  -v data:/data \\  # kept\n  nginx:1')).toEqual({
      image: 'nginx:1',
      volumes: ['data:/data'],
    });
    expect(
      service(String.raw`docker run -v C:\my\data:/a -v "D:\b c:/b" -v .\html:/c -v '/x\y:/d' nginx:1`),
    ).toEqual({
      image: 'nginx:1',
      volumes: [String.raw`C:\my\data:/a`, String.raw`D:\b c:/b`, String.raw`.\html:/c`, String.raw`/x\y:/d`],
    });
    expect(
      service(
        'docker run `\n -v "$($env:HOMEPATH)/x:/x" -v %cd%/y:/y -v %APPDATA%/z:/z -v $env:TMP:/t nginx:1',
      ),
    ).toEqual({
      image: 'nginx:1',
      volumes: ['${HOMEPATH}/x:/x', './y:/y', '${APPDATA}/z:/z', '${TMP}:/t'],
    });
    expect(service('docker run -u $(UID) -v `pwd`:/a -v $(CURDIR)/b:/b nginx:1')).toEqual({
      image: 'nginx:1',
      user: '${UID}',
      volumes: ['.:/a', './b:/b'],
    });
    expect(service('winpty nvidia-docker run --name g cuda:12')).toMatchObject({
      deploy: { resources: { reservations: { devices: [{ count: 'all' }] } } },
    });
  });

  it('tells of what the shell works out in a flag, and of places to be filled in', () => {
    expect(notes('docker run --user "$(id -u)" a:1')).toEqual([
      'warning 1 A part of the command is worked out by the shell ($(…)). Put its value there.',
    ]);
    expect(notes('docker run -v {DATA}:/data a:1')).toEqual([
      'warning 1 “{DATA}” is no path and no volume’s name. Put the path there.',
    ]);
  });

  it('keeps a volume’s driver and options, and limits of devices', () => {
    const nfs =
      'type=volume,src=nfs,dst=/app,volume-driver=local,volume-opt=type=nfs,"volume-opt=o=addr=10.0.0.1,rw"';
    const { draft } = importCommands(`docker run --mount '${nfs}' --device-read-bps /dev/sda:1mb a:1`);
    expect(draft.volumes['nfs']?.fields).toEqual({
      driver: 'local',
      driver_opts: { type: 'nfs', o: 'addr=10.0.0.1,rw' },
    });
    expect(draft.services['a']?.fields['blkio_config']).toEqual({
      device_read_bps: [{ path: '/dev/sda', rate: '1mb' }],
    });
  });

  it('takes the bridge-mode cluster node with its fixed address', () => {
    expect(
      service(
        'docker run -p 6381:6379 -p 16381:16379 --name redis-1 -v /data/redis/node-1:/data -d --net redisnet --ip 172.18.0.11 redis:6.2.1 redis-server /etc/redis/redis.conf',
      ),
    ).toEqual({
      image: 'redis:6.2.1',
      container_name: 'redis-1',
      command: 'redis-server /etc/redis/redis.conf',
      ports: ['6381:6379', '16381:16379'],
      volumes: ['/data/redis/node-1:/data'],
      networks: { redisnet: { ipv4_address: '172.18.0.11' } },
    });
  });

  it('takes the flags of real life', () => {
    const fields =
      service(String.raw`sudo docker container run -itd --rm=false --restart=always -m 512m --cpus 1.5 --init \
      --log-driver json-file --log-opt max-size=10m --log-opt max-file=3 --ulimit nofile=1024:2048 --ulimit nproc=64 \
      --health-cmd 'curl -f http://localhost/ || exit 1' --health-interval=5s --health-retries 3 --cap-add NET_ADMIN \
      --add-host host.docker.internal:host-gateway --gpus all --shm-size 1g --tmpfs /run --entrypoint "" \
      --mount type=bind,source=/srv,target=/srv,readonly --mount type=tmpfs,dst=/t,tmpfs-size=1000 -u1000:1000 \
      -w /app -h web --env-file ./a.env -e "GREETING=a b" -e TZ -l a=b --stop-timeout 30 --sysctl net.core.somaxconn=1024 \
      -v "$PWD/conf":/conf:ro -v cache:/cache -p127.0.0.1:80:80/udp img:1 sh -c 'echo $HOME "$X"'`);
    expect(fields).toEqual({
      image: 'img:1',
      stdin_open: true,
      tty: true,
      restart: 'always',
      mem_limit: '512m',
      cpus: 1.5,
      init: true,
      logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
      ulimits: { nofile: { soft: 1024, hard: 2048 }, nproc: 64 },
      healthcheck: { test: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'], interval: '5s', retries: 3 },
      cap_add: ['NET_ADMIN'],
      extra_hosts: ['host.docker.internal:host-gateway'],
      deploy: {
        resources: { reservations: { devices: [{ driver: 'nvidia', count: 'all', capabilities: ['gpu'] }] } },
      },
      shm_size: '1g',
      tmpfs: '/run',
      entrypoint: [],
      volumes: [
        { type: 'bind', source: '/srv', target: '/srv', read_only: true },
        { type: 'tmpfs', target: '/t', tmpfs: { size: 1000 } },
        './conf:/conf:ro',
        'cache:/cache',
      ],
      user: '1000:1000',
      working_dir: '/app',
      hostname: 'web',
      env_file: ['./a.env'],
      environment: { GREETING: 'a b', TZ: null },
      labels: { a: 'b' },
      stop_grace_period: '30s',
      sysctls: { 'net.core.somaxconn': '1024' },
      ports: ['127.0.0.1:80:80/udp'],
      command: ['sh', '-c', 'echo $$HOME "$$X"'],
    });
  });

  it('declares named volumes and joins what shares a network or names another', () => {
    const { draft } = importCommands(`docker run --name influxdb -e PRE_CREATE_DB=cadv tutum/influxdb:0.9
docker run --name cadvisor --link influxdb:influxsrv -v data:/data --volumes-from influxdb google/cadvisor
docker run --network container:cadvisor busybox
docker network connect --alias db net1 influxdb`);
    expect(draft.services['cadvisor']?.fields).toMatchObject({
      links: ['influxdb:influxsrv'],
      depends_on: ['influxdb'],
      volumes_from: ['influxdb'],
    });
    expect(draft.services['busybox']?.fields).toMatchObject({ network_mode: 'service:cadvisor' });
    expect(draft.services['influxdb']?.fields).toMatchObject({ networks: { net1: { aliases: ['db'] } } });
    expect(Object.keys(draft.volumes)).toEqual(['data']);
    expect(Object.keys(draft.networks)).toEqual(['net1']);
  });

  it('reads prompts, PowerShell and cmd continuations, several commands on a line', () => {
    const { draft } = importCommands(
      'root@host:~# docker run -d a:1 && docker run -d b:1\n$ docker run `\n  -p 1:1 `\n  c:1\nC:\\> docker run ^\n  -p 2:2 ^\n  d:1',
    );
    expect(Object.keys(draft.services)).toEqual(['a', 'b', 'c', 'd']);
    expect(draft.services['c']?.fields['ports']).toEqual(['1:1']);
  });

  it('drops nothing in silence', () => {
    expect(
      notes(
        'docker run --nmae x a:1\ndocker run -P --rm --cpuset-mems 0 b\ndocker run -d\nfrobnicate x\ndocker swarm init',
      ),
    ).toEqual([
      'error 1 docker run has no --nmae; did you mean --name? It was left out.',

      'warning 2 -P publishes on random ports: compose has nothing for it. Add the ports that you need.',
      'info 2 --rm was left out: docker compose down removes the containers.',
      'warning 2 Compose has nothing for --cpuset-mems; it was left out.',
      'error 3 This docker run names no image.',
      'info 4 “frobnicate” is no docker command; it was passed over.',
      'info 5 “docker swarm” has no place in a compose file; it was passed over.',
    ]);
  });

  it('never throws, whatever is pasted', () => {
    const bit = fc.constantFrom(
      'docker',
      ' run',
      ' -',
      '--name',
      ' -e',
      'A=',
      '"',
      "'",
      '\\',
      '\n',
      '$(',
      '`',
      '$',
      '{',
      ' x:1',
      ' --mount ',
      'type=',
      ',',
      '__proto__',
      ' -v ',
      ':',
      '#',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 80 }),
          fc.array(bit, { maxLength: 25 }).map((bits) => `docker run ${bits.join('')}`),
        ),
        (pasted) => {
          composeText(liftSecrets({ ...emptyDraft, ...importCommands(pasted).draft }, 'x'));
        },
      ),
      { numRuns: 1500 },
    );
  });
});
