export { completionsAt } from './completions';
export { format } from './format';
export { graphOf } from './graph';
export { hoverAt } from './hover';
export { lint } from './lint';
export { lintAgainst } from './against';
export { applyEdits } from './types';
export type { Completion, GraphEdge, GraphNode, GraphPart, Hover, PartRef, ProjectGraph } from './types';
export { validate } from './validate';
