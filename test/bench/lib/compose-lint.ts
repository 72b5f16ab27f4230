import { lint } from '@shared/compose/lint/index';
import { readProject } from '@shared/compose/read/index';

/** A compose file of about that many lines: services with ports, variables, mounts, health checks, dependencies. */
export function longFile(lines: number): string {
  const services = Array.from({ length: Math.max(2, Math.floor((lines - 10) / 22)) }, (_, n) => service(n));
  return `services:\n${services.join('')}networks:\n  front:\n  back:\nvolumes:\n  data0:\n  data1:\n  data2:\n`;
}

function service(n: number): string {
  return `  svc${String(n)}:
    image: registry.example/app/svc${String(n)}:1.${String(n)}
    restart: unless-stopped
    ports:
      - "${String(10_000 + n)}:80"
    environment:
      A: "\${A:-${String(n)}}"
      B: b${String(n)}
      PASSWORD: \${PW:-}
    networks: [front, back]
    volumes:
      - data${String(n % 3)}:/data
      - ./conf${String(n)}:/etc/conf:ro
    # Waits for the one before it.
    depends_on: ${n === 0 ? '{}' : `{ svc${String(n - 1)}: { condition: service_healthy } }`}
    healthcheck:
      test: [CMD, curl, -f, http://localhost]
      interval: 10s
    labels:
      example.tier: "${String(n % 4)}"
    logging:
      driver: json-file
`;
}

export interface LintFigures {
  readonly lines: number;
  /** Milliseconds from the text to its problems: read, checked against the schema, judged. Median. */
  readonly median: number;
  readonly runs: readonly number[];
}

/**
 * How long it takes from the text of a file of 2,000 lines to its problems, after a few runs to warm up, as it is in
 * an editor that stays open. Throws when the file has problems: the bench would then measure something else.
 */
export function benchLint(runs = 15, warmUp = 5): LintFigures {
  const file = '/bench/compose.yml';
  const text = longFile(2000);
  const once = (): number => {
    const begin = performance.now();
    const problems = lint(
      readProject(
        { files: [file], profiles: [] },
        {
          read: (path) => (path === file ? text : undefined),
          kindOf: (path) => (path === file ? 'file' : path === '/bench' ? 'folder' : undefined),
          env: {},
          home: '/root',
        },
      ),
    );
    const took = performance.now() - begin;
    const [first] = problems;
    if (first !== undefined) throw new Error(`${first.code} at line ${String(first.at.from.line)}`);
    return took;
  };
  for (let n = 0; n < warmUp; n++) once();
  const all = Array.from({ length: runs }, once);
  const median = [...all].sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
  return { lines: text.split('\n').length, median, runs: all };
}
