/** The labels that Flotilla puts on what it makes on an engine. */
export const label = {
  /** The cluster's name. On containers, networks, volumes. */
  cluster: 'dev.flotilla.cluster',
  /** The domain: `redis-cluster`. */
  kind: 'dev.flotilla.kind',
  /** The node's name within its cluster. */
  node: 'dev.flotilla.node',
  /** The run that made it: set by the ops when they run, so that undo removes only its own. */
  run: 'dev.flotilla.run',
  /** The spec as JSON (secrets by reference), so that a cluster can be read back from the engine alone. */
  spec: 'dev.flotilla.spec',
} as const;
