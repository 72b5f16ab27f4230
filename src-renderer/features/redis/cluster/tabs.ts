/** The parts of a cluster's page. */
export type ClusterTab =
  'topology' | 'health' | 'live' | 'monitor' | 'slots' | 'keys' | 'console' | 'connect' | 'raw' | 'spec';
