import type { Tone } from '../../../ui/tone';

/** What a node of the picture stands for. */
export type GraphKind = 'service' | 'network' | 'volume' | 'secret' | 'config';

/** A node's name in the picture: `service:web`, `network:front`. */
export type GraphId = `${GraphKind}:${string}`;

export const graphId = (kind: GraphKind, name: string): GraphId => `${kind}:${name}`;

/** One service, network, volume … of a stack, as the picture shows it. */
export interface GraphNode {
  readonly id: GraphId;
  readonly kind: GraphKind;
  readonly name: string;
  /** The line under the name: an image, a driver, a subnet. */
  readonly detail?: string;
  /** Published ports as people write them: `8080 → 80`. */
  readonly ports?: readonly string[];
  /** How many containers, where it is not one. */
  readonly replicas?: number;
  /** How it is, where that is known: a running stack, or something wrong in its file. `text` says it in words. */
  readonly state?: { readonly tone: Tone; readonly text: string };
  /** Not made by this stack. */
  readonly external?: boolean;
  /** Not part of it now: its profile is off. */
  readonly off?: boolean;
}

/** `depends`: from a service to one that it waits for. Others: from a service to what it uses. */
export interface GraphEdge {
  readonly kind: 'depends' | 'uses';
  readonly from: GraphId;
  readonly to: GraphId;
  /** In words: `healthy`, `/var/lib/mysql`, an address. */
  readonly label?: string;
}

/** A stack as a picture. Edges to nodes that are not there are left out of it. */
export interface GraphPicture {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** What `StackGraph.svelte` takes. */
export interface StackGraphProps {
  /** The stack's name, spoken. */
  name: string;
  picture: GraphPicture;
  /** The chosen node. It is scrolled into view. */
  selected?: GraphId;
  /** With it the nodes are buttons. */
  onselect?: (id: GraphId) => void;
}
