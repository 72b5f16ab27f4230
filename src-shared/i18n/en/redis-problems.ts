export const redisProblems = {
  'redis.problem.uncovered': {
    one: '1 of 16384 slots is served by no node.',
    other: '{n} of 16384 slots are served by no node.',
  },
  'redis.problem.uncovered.hint':
    'Start the masters that are down. Until then the cluster refuses commands (unless cluster-require-full-coverage is off).',
  'redis.problem.exited': 'The container of {node} has ended with exit code {code}.',
  'redis.problem.notRunning': 'The container of {node} does not run ({state}).',
  'redis.problem.exited.hint': 'See why with “docker logs {node}”, then start it: docker start {node}',
  'redis.problem.loading': '{node} is loading its data.',
  'redis.problem.loading.hint': 'Wait until it has loaded; the list follows by itself.',
  'redis.problem.down': 'The other nodes cannot reach {node} ({address}).',
  'redis.problem.down.hint':
    'Start that node again, or check the network between the nodes (port and bus port). If it is gone for good, have the others forget it: CLUSTER FORGET.',
  'redis.problem.stateFail': {
    one: '{nodes} says cluster_state:fail.',
    other: '{n} nodes say cluster_state:fail: {nodes}.',
  },
  'redis.problem.stateFail.hint':
    'It becomes ok by itself some seconds after all slots are served and it reaches most masters.',
  'redis.problem.open': {
    one: '1 slot is open on {node}: a move was not finished.',
    other: '{n} slots are open on {node}: a move was not finished.',
  },
  'redis.problem.open.hint':
    'If no move is under way, close them: redis-cli --cluster fix, with the address of any node.',
  'redis.problem.views': 'The {nodes} nodes that answer have {views} different views of the cluster.',
  'redis.problem.views.hint':
    'Right after a change this is normal for some seconds. If it stays, the nodes cannot exchange gossip: check the bus ports.',
  'redis.problem.link': '{node} is not connected to its master.',
  'redis.problem.link.hint':
    'See why with “docker logs {node}”: a wrong masterauth password and a full disk are the usual causes.',
  'redis.problem.alone': 'Master {node} has no working replica.',
  'redis.problem.alone.hint':
    'When it fails, its slots are lost to the clients. Start its replica again, or add one.',
  'redis.problem.fewMasters': {
    one: 'The cluster has only 1 master.',
    other: 'The cluster has only {n} masters.',
  },
  'redis.problem.fewMasters.hint': 'It takes 3 masters or more to agree on a failover.',
  'redis.problem.deadPort':
    'Port {hostPort} of this computer is published to port {containerPort} of {node}, but Redis listens on port {port} there: the published port is dead.',
  'redis.problem.deadPort.hint':
    'Create the container again with -p {port}:{port}. Until then connect to its announced address.',
  'redis.problem.memory': '{node} uses {percent} % of the memory that it may use (maxmemory).',
  'redis.problem.memory.hint': 'Raise maxmemory, delete keys, or add masters and move slots to them.',
  'redis.problem.persistence': 'These nodes write nothing to disk: {nodes}.',
  'redis.problem.persistence.hint':
    'A restart loses their data. Switch on the append-only file: CONFIG SET appendonly yes, and the same in their configuration.',
  'redis.problem.unroutable':
    'Programs on this computer cannot reach the announced addresses of {nodes}, where redirects send them.',
  'redis.problem.unroutable.hint':
    'Connect from a container on the same network, or map the addresses to the published ports (natMap in ioredis).',

  'redis.problem.password.doing': 'Reading the password of {container}',
  'redis.problem.password.none': 'The server in container {container} was started without a password.',
  'redis.cluster.doing.status': 'Looking at Redis cluster {name}',
  'redis.cluster.doing.adopt': 'Adopting Redis cluster {name}',
  'redis.cluster.doing.forget': 'Forgetting Redis cluster {name}',
  'redis.cluster.unknown': 'There is no Redis cluster named {name} on this engine.',
  'redis.cluster.unknown.hint': 'See what is there: flotilla list, or the Redis page.',
  'redis.cluster.nameTaken': 'There is a cluster named {name} already.',
  'redis.cluster.nameTaken.hint': 'Choose another name.',
  'redis.cluster.ours': 'Flotilla knows {name} already: it was built with Flotilla or has been adopted.',
  'redis.cluster.ours.hint': 'Nothing needs to be done.',
  'redis.cluster.notAdopted': '{name} was not adopted, so there is nothing to forget.',
  'redis.cluster.notAdopted.hint': 'A cluster that Flotilla built is known by its labels. Remove it instead.',
  'redis.cluster.stopped': 'The container of {node} does not run, so its login cannot be checked.',
  'redis.cluster.stopped.hint': 'Start it (docker start {node}), then adopt the cluster.',
} as const;
