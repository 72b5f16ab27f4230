import type { Message } from '../../i18n/index';
import type { Path, Range } from '../node';
import type { TextEdit } from '../source';

/** One thing that may be written at the cursor. */
export interface Completion {
  /** What the list shows. */
  readonly label: string;
  readonly kind: 'key' | 'value' | 'name' | 'variable';
  /** What takes the place of `from`…`to`; `\n` with the indentation that it needs already in it. */
  readonly insert: string;
  /** Offsets in the text. */
  readonly from: number;
  readonly to: number;
  /** Where the cursor stands afterwards, in `insert`; absent: behind it. */
  readonly cursor?: number;
  /** What it takes, short: `text`, `list`, `on | off`. */
  readonly detail?: string;
  /** The schema's own words (English). */
  readonly docs?: string;
  readonly deprecated?: boolean;
}

/** What is known of the key or value under the cursor. */
export interface Hover {
  /** Offsets in the text of what it is about. */
  readonly from: number;
  readonly to: number;
  /** The key as a path through the file. */
  readonly path: Path;
  /** `services.web.image`. */
  readonly title: string;
  /** The schema's own words (English). */
  readonly docs?: string;
  /** What may stand there: kinds of value, or the values themselves. */
  readonly takes: readonly string[];
  /** More that we know: a variable's source, where a network is declared. */
  readonly notes: readonly Message[];
  readonly deprecated?: boolean;
}

export type GraphPart = 'service' | 'network' | 'volume' | 'secret' | 'config';

export interface PartRef {
  readonly kind: GraphPart;
  readonly name: string;
}

/** A service, network, volume, secret or config of a project, and where it is written. */
export interface GraphNode extends PartRef {
  /** Key and value together: the cursor in here is about this part. Absent: not declared (the default network). */
  readonly at?: Range;
  /** The key alone: where to jump to. */
  readonly key?: Range;
  /** An image, a build's folder, a driver, a subnet. */
  readonly detail?: string;
  /** Published ports: `8080 → 80`. */
  readonly ports: readonly string[];
  /** Of a service: how many containers; 1 where nothing is said. */
  readonly replicas: number;
  readonly external: boolean;
  readonly profiles: readonly string[];
}

/** `depends`: from a service to one that it waits for; `uses`: from a service to a network, volume, secret, config. */
export interface GraphEdge {
  readonly kind: 'depends' | 'uses';
  readonly from: PartRef;
  readonly to: PartRef;
  /** `healthy`, `completed`, a path in the container, an address. */
  readonly label?: string;
  /** Where it is written. */
  readonly at?: Range;
}

export interface ProjectGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A cure as a change of texts; `applyEdits` carries edits out. */
export type { TextEdit };

/** Carries out the edits of one file; they do not overlap. */
export function applyEdits(text: string, file: string, edits: readonly TextEdit[]): string {
  return edits
    .filter((edit) => edit.file === file)
    .sort((a, b) => b.from - a.from)
    .reduce((now, { from, to, text: put }) => now.slice(0, from) + put + now.slice(to), text);
}
