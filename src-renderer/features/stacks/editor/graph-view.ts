import { graphOf, type PartRef } from '@shared/compose/lint/index';
import { pathText, type Range } from '@shared/compose/node';
import type { Problem, Reading } from '@shared/compose/source';
import type { Message } from '@shared/i18n/index';
import { graphId, type GraphId, type GraphNode, type GraphPicture } from '../graph/model';

/** A stack as a picture, and where each part of it stands in the files. */
export interface StackView {
  readonly picture: GraphPicture;
  /** Where a part's name is written. */
  readonly places: ReadonlyMap<GraphId, Range>;
  /** The part that stands at an offset of a file. */
  at(file: string, offset: number): GraphId | undefined;
}

const idOf = ({ kind, name }: PartRef): GraphId => graphId(kind, name);

/** What a reading shows, also of a project that has errors. */
export function stackView(
  reading: Reading,
  problems: readonly Problem[],
  say: (message: Message) => string,
): StackView {
  const graph = graphOf(reading);
  // A name may be declared in several files; the most particular place holds.
  const spans = graph.nodes.flatMap((node) =>
    node.at === undefined ? [] : [{ id: idOf(node), at: node.at }],
  );

  const nodes = graph.nodes.map((node): GraphNode => {
    const { kind, name, detail, ports, replicas, external } = node;
    const worst = worstOf(problems, pathText([`${kind}s`, name]));
    const off =
      kind === 'service' && reading.model !== undefined && reading.model.services[name] === undefined;
    return {
      ...{ id: idOf(node), kind, name, external, replicas },
      ...(detail !== undefined && { detail }),
      ...(ports.length > 0 && { ports }),
      ...(off && { off: true }),
      ...(worst !== undefined && {
        state: { tone: worst.level === 'error' ? 'bad' : 'warn', text: say(worst.what) },
      }),
    };
  });
  return {
    picture: {
      nodes,
      edges: graph.edges.map(({ kind, from, to, label }) => ({
        ...{ kind, from: idOf(from), to: idOf(to) },
        ...(label !== undefined && { label }),
      })),
    },
    places: new Map(
      graph.nodes.flatMap((node) => {
        const place = node.key ?? node.at;
        return place === undefined ? [] : [[idOf(node), place] as const];
      }),
    ),
    at: (file, offset) =>
      spans
        .filter(({ at }) => at.file === file && offset >= lineStart(at) && offset <= at.to.offset)
        .sort((a, b) => lineStart(b.at) - lineStart(a.at))[0]?.id,
  };
}

/** The line that a part begins on belongs to it, its indentation too. */
const lineStart = ({ from }: Range): number => from.offset - from.column + 1;

/** The weightiest problem of a part or of something in it. */
function worstOf(problems: readonly Problem[], part: string): Problem | undefined {
  const own = problems.filter(({ path }) => {
    if (path === undefined) return false;
    const text = pathText(path);
    return text === part || text.startsWith(`${part}.`) || text.startsWith(`${part}[`);
  });
  return own.find(({ level }) => level === 'error') ?? own.find(({ level }) => level === 'warning');
}
