import { arrow, box, curve, line, note, word, type Shape } from './shapes';

const container = word('learn.pic.container');

/** The pictures about containers, stacks and what is measured of them. */
export const dockerPictures = {
  stack: [
    box([8, 6, 344, 118], word('learn.pic.stack'), 'soft', { at: 'top' }),
    box([20, 34, 150, 80], word('learn.pic.service', 'web'), 'c1', { at: 'top' }),
    box([32, 68, 58, 34], 'web-1', 'plain'),
    box([100, 68, 58, 34], 'web-2', 'plain'),
    box([190, 34, 150, 80], word('learn.pic.service', 'db'), 'c2', { at: 'top' }),
    box([236, 68, 58, 34], 'db-1', 'plain'),
  ],
  compose: [
    box([10, 44, 88, 42], 'compose.yml', 'accent'),
    arrow([100, 56, 150, 26]),
    arrow([100, 65, 150, 65]),
    arrow([100, 74, 150, 104]),
    box([154, 10, 64, 30], 'web', 'plain'),
    box([154, 50, 64, 30], 'app', 'warn'),
    box([154, 90, 64, 30], 'db', 'ok', { dashed: true }),
    note(230, 30, word('learn.pic.same'), { anchor: 'start' }),
    note(230, 70, word('learn.pic.differs'), { anchor: 'start', ink: 'warn' }),
    note(230, 110, word('learn.pic.missing'), { anchor: 'start', ink: 'ok' }),
  ],
  depends: [
    box([20, 44, 90, 42], 'db', 'c2'),
    note(65, 104, word('learn.pic.healthy'), { ink: 'ok' }),
    arrow([114, 65, 186, 65], { ink: 'ok' }),
    box([190, 44, 70, 42], 'app', 'c1'),
    arrow([264, 65, 290, 65]),
    box([294, 44, 56, 42], 'web', 'c3'),
  ],
  container: [
    box([60, 10, 240, 28], word('learn.pic.own'), 'warn', { dashed: true }),
    box([60, 42, 240, 24], word('learn.pic.layer'), 'soft'),
    box([60, 70, 240, 24], word('learn.pic.layer'), 'soft'),
    box([60, 98, 240, 24], word('learn.pic.layer'), 'soft'),
  ],
  restart: [
    note(150, 18, '0', { mono: true }),
    note(190, 18, '1', { mono: true }),
    note(236, 18, word('learn.pic.engineStart')),
    note(314, 18, word('learn.pic.stopped')),
    ...(['no', 'on-failure', 'always', 'unless-stopped'] as const).flatMap((name, row) => {
      const y = 44 + row * 24;
      const restarts = [
        [false, false, false, false],
        [false, true, false, false],
        [true, true, true, true],
        [true, true, true, false],
      ][row];
      return [
        note(12, y, name, { anchor: 'start', mono: true }),
        ...[150, 190, 236, 314].map((x, column) =>
          restarts?.[column] === true ? note(x, y, '↻', { ink: 'ok' }) : note(x, y, '–'),
        ),
      ];
    }),
  ],
  exit: [
    box([10, 30, 44, 40], '0', 'ok'),
    note(32, 92, word('learn.pic.done'), { ink: 'ok' }),
    box([66, 30, 70, 40], '1–124', 'warn'),
    note(101, 92, word('learn.pic.program')),
    box([148, 30, 84, 40], '125–127', 'accent'),
    note(190, 92, word('learn.pic.docker')),
    box([244, 30, 106, 40], '128 + n', 'bad'),
    note(297, 92, word('learn.pic.signal')),
    note(297, 112, '137 = 128 + 9', { mono: true }),
  ],
  names: [
    box([8, 10, 260, 110], 'shop_back', 'soft', { at: 'top' }),
    box([24, 50, 88, 40], 'web', 'c1'),
    arrow([114, 70, 164, 70], { ink: 'c1' }),
    note(139, 60, 'db:3306', { mono: true }),
    box([168, 50, 88, 40], 'db', 'c2'),
    arrow([340, 70, 272, 70], { dashed: true }),
    note(314, 60, ':8080', { mono: true }),
  ],
  layers: [
    box([20, 12, 140, 28], 'app:1.0', 'c1'),
    box([200, 12, 140, 28], 'app:2.0', 'c2'),
    box([20, 46, 140, 24], 'COPY v1', 'c1', { dashed: true }),
    box([200, 46, 140, 24], 'COPY v2', 'c2', { dashed: true }),
    box([20, 78, 320, 24], word('learn.pic.sharedLayer'), 'soft'),
    line([90, 70, 90, 78]),
    line([270, 70, 270, 78]),
    note(180, 122, 'FROM debian', { mono: true }),
  ],
  volume: [
    box([110, 8, 140, 34], container, 'c1'),
    arrow([130, 44, 74, 84]),
    arrow([180, 44, 180, 84]),
    arrow([230, 44, 286, 84], { dashed: true }),
    box([20, 88, 100, 34], word('learn.pic.volume'), 'ok'),
    box([130, 88, 100, 34], word('learn.pic.folder'), 'accent'),
    box([240, 88, 100, 34], word('learn.pic.unnamed'), 'warn', { dashed: true }),
  ],
  cadvisor: [
    box([6, 46, 74, 38], container, 'soft'),
    arrow([82, 65, 104, 65]),
    note(93, 36, word('learn.pic.counters')),
    box([108, 46, 72, 38], 'cAdvisor', 'c1'),
    arrow([182, 65, 200, 65]),
    box([204, 46, 72, 38], 'InfluxDB', 'c2'),
    note(240, 102, word('learn.pic.keeps')),
    arrow([278, 65, 290, 65]),
    box([292, 46, 62, 38], 'Grafana', 'c3'),
    note(323, 102, word('learn.pic.draws')),
  ],
  cpu: [
    box([30, 16, 300, 26], word('learn.pic.core'), 'soft'),
    box([30, 56, 150, 26], '0.5 CPU', 'c1'),
    line([180, 48, 180, 100], { ink: 'bad', dashed: true }),
    note(180, 116, word('learn.pic.limit'), { ink: 'bad' }),
    box([182, 56, 60, 26], undefined, 'bad', { dashed: true }),
  ],
  memory: [
    box([20, 40, 180, 36], word('learn.pic.workingSet'), 'c1'),
    box([202, 40, 84, 36], word('learn.pic.cache'), 'soft', { dashed: true }),
    line([312, 20, 312, 96], { ink: 'bad', dashed: true }),
    note(312, 114, word('learn.pic.killed'), { ink: 'bad', anchor: 'end' }),
  ],
  alert: [
    line([16, 60, 344, 60], { ink: 'bad', dashed: true }),
    curve('M16 92 L70 88 L88 34 L106 90 L190 86 L214 40 L330 38'),
    note(88, 24, word('learn.pic.peak')),
    box([214, 68, 116, 12], undefined, 'bad'),
    note(272, 106, word('learn.pic.fires'), { ink: 'bad' }),
  ],
  run: [
    ...(['observe', 'plan', 'review', 'run', 'verify'] as const).flatMap((each, i): Shape[] => [
      box([6 + i * 71, 46, 62, 38], word(`learn.pic.${each}`), each === 'review' ? 'accent' : 'plain'),
      ...(i < 4 ? [arrow([69 + i * 71, 65, 75 + i * 71, 65])] : []),
    ]),
  ],
  engine: [
    box([10, 14, 110, 34], 'docker …', 'soft'),
    box([10, 82, 110, 34], 'Flotilla', 'accent'),
    arrow([122, 32, 182, 58]),
    arrow([122, 98, 182, 72], { ink: 'accent' }),
    note(150, 70, word('learn.pic.socket'), { anchor: 'middle' }),
    box([186, 46, 70, 38], word('learn.pic.engine'), 'c1'),
    arrow([258, 58, 286, 36]),
    arrow([258, 72, 286, 94]),
    box([290, 20, 62, 30], 'web-1'),
    box([290, 80, 62, 30], 'db-1'),
  ],
} satisfies Record<string, readonly Shape[]>;
