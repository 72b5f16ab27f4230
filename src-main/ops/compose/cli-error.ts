import type { ErrorInfo } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import type { ComposeModel } from '@shared/compose/model';
import { imageOf } from '@shared/compose/plan/names';
import { refusal } from '../../clients/docker-refusals';

export interface CliEnd {
  readonly doing: Message;
  readonly endpoint: string;
  /** The last lines that it wrote. */
  readonly last: readonly string[];
  /** What it ended with; null: by a signal. */
  readonly code: number | null;
  readonly model: ComposeModel;
}

/** What the CLI said at its end, in the words that the engine's own answers get, and whose fault it was, if it says. */
export function cliError(end: CliEnd): { readonly info: ErrorInfo; readonly service?: string } {
  const { last, model } = end;
  const words = lastWords(last);
  const service = serviceOf(words, last, model);
  const found = meaning(words, end, service);
  const info = { ...found, doing: end.doing, details: last.map((text) => raw(text)) };
  return { info, ...(service !== undefined && { service }) };
}

function lastWords(last: readonly string[]): string {
  const said =
    last.findLast((text) =>
      /error response from daemon|^error|^failed|cannot connect|unhealthy|exited \(|didn't complete/i.test(
        text.trim(),
      ),
    ) ?? last.at(-1);
  return (said ?? '').trim().replace(/^.*?Error response from daemon: /i, '');
}

function meaning(
  words: string,
  { doing, endpoint, last, code, model }: CliEnd,
  service: string | undefined,
): Pick<ErrorInfo, 'code' | 'what' | 'hint'> {
  const container = /container (\S+) is unhealthy/i.exec(words)?.[1];
  if (container !== undefined)
    return {
      code: 'service.unhealthy',
      what: msg('cops.wait.unhealthy', { container }),
      hint: msg('cops.wait.hint', { container }),
    };
  const exited =
    /container (\S+) exited \((\d+)\)|service "([^"]+)" didn't complete successfully: exit (\d+)/i.exec(
      words,
    );
  if (exited !== null) {
    const name = exited[1] ?? exited[3] ?? '';
    return {
      code: 'service.exited',
      what: msg('cops.wait.exited', { container: name, code: Number(exited[2] ?? exited[4]) }),
      hint: msg('cops.wait.hint', { container: name }),
    };
  }
  // BuildKit's words, and those of the builder before it.
  const built =
    /executor failed running .*: exit code: (\d+)|did not complete successfully: exit code: (\d+)|returned a non-zero code: (\d+)/.exec(
      words,
    );
  if (built !== null) {
    const step = last.findLast((text) => /^ > \[|^Step \d+\/\d+ : /.test(text)) ?? '';
    const command = step
      .replace(/^ > \[[^\]]*\] |^Step \d+\/\d+ : /, '')
      .replace(/:$/, '')
      .slice(0, 200);
    return {
      code: 'build.failed',
      what: msg('cops.build.failed', { code: built[1] ?? built[2] ?? built[3] ?? '?', command }),
      hint: msg('cops.build.failed.hint'),
    };
  }
  if (
    /cannot connect to the docker daemon|error during connect|connection reset by peer|unexpected EOF|^EOF$/i.test(
      words,
    )
  )
    return {
      code: 'engine.unreachable',
      what: msg('engine.reset', { endpoint }),
      hint: msg('engine.hint.restart'),
    };
  const own = service === undefined ? undefined : model.services[service];
  const image =
    /pull access denied for ([^\s,]+)/.exec(words)?.[1] ??
    (service === undefined || own === undefined ? '' : imageOf(model.name, service, own));
  const meant = refusal(words, { doing, endpoint, image });
  if (meant.code !== 'engine.refused') return meant;
  return {
    code: 'compose.cli-failed',
    what: msg('cops.cli.failed', { code: code ?? -1, words }),
    hint: msg('cops.cli.failed.hint'),
  };
}

/** The service that it is about, by its container, its image's pull or its build; undefined where that is not sure. */
function serviceOf(words: string, last: readonly string[], model: ComposeModel): string | undefined {
  const names = Object.keys(model.services);
  const known = (name: string | undefined): string | undefined => names.find((each) => each === name);
  const said =
    /container (\S+) (?:is unhealthy|exited)/i.exec(words)?.[1] ??
    /on endpoint (\S+) \(/.exec(words)?.[1] ??
    /container name "\/?([^"]+)"/i.exec(words)?.[1];
  if (said !== undefined) return ofContainer(said, model);
  const completed = known(/service "([^"]+)" didn't/.exec(words)?.[1]);
  if (completed !== undefined) return completed;
  if (/^failed to solve|non-zero code/.test(words)) {
    const step = last.findLast((text) => text.startsWith(' > ['));
    return (
      known(/^ > \[(\S+)/.exec(step ?? '')?.[1]) ?? only(names.filter((name) => model.services[name]?.build))
    );
  }
  const pulled = last.findLast((text) => /^ ?\S+ (?:Error|Pulling)\b/.test(text));
  const inPull = known(/^ ?(\S+) Error\b/.exec(pulled ?? '')?.[1]);
  if (inPull !== undefined) return inPull;
  // The one container that was begun and is not done.
  const open = new Set<string>();
  for (const text of last) {
    const [, name = '', state = ''] = /^ ?Container (\S+)\s+(\w+)/.exec(text) ?? [];
    if (/^(Creating|Recreate|Starting|Error)$/.test(state)) open.add(name);
    else open.delete(name);
  }
  const one = only([...open]);
  return one === undefined ? undefined : ofContainer(one, model);
}

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

/** `project-service-1`, `12hex_project-service-1` while it is made anew, or a name of the service's own. */
function ofContainer(container: string, { name: project, services }: ComposeModel): string | undefined {
  const name = container.replace(/^[0-9a-f]{12}_/, '');
  return Object.entries(services).find(
    ([service, { container_name: own }]) =>
      own === name ||
      (name.startsWith(`${project}-${service}-`) &&
        /^\d+$/.test(name.slice(`${project}-${service}-`.length))),
  )?.[0];
}
