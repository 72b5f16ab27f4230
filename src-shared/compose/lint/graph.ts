import type { Reading } from '../source';
import type { ProjectGraph } from './types';

/** A project as a picture: its parts, what uses what, and where each is written. */
export function graphOf(_reading: Reading): ProjectGraph {
  return { nodes: [], edges: [] };
}
