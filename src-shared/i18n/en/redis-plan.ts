/** Plans of Redis clusters: titles, steps and their causes. Findings stand in redis-findings.ts. */
export const redisPlan = {
  'redis.plan.create': 'Build the Redis cluster {name}: {masters} masters, {replicas} replicas',
  'redis.plan.check': 'Check the Redis cluster {name}: it stands already',
  'redis.plan.remove': 'Remove the Redis cluster {name}',

  'redis.group.prepare': 'Prepare',
  'redis.group.containers': 'Containers',
  'redis.group.slots': 'Slots',
  'redis.group.join': 'Join',
  'redis.group.replicas': 'Replicas',
  'redis.group.verify': 'Verify',
  'redis.group.remove': 'Remove containers',
  'redis.group.clean': 'Clean up',

  'redis.step.image': 'Pull image {image}',
  'redis.cause.image': 'The engine does not have this image yet.',
  'redis.step.network': 'Create network {network} ({subnet})',
  'redis.cause.network':
    'The nodes need fixed addresses: each remembers the others by address. Only a network with a subnet of its own gives them.',
  'redis.step.volume': 'Create volume {volume}',
  'redis.cause.volume': 'The data of {node} outlives its container.',
  'redis.step.folder': 'Create folder {path}',
  'redis.cause.folder': 'The data of {node} is kept on this computer.',
  'redis.cause.folderBase': 'The folders of all nodes stand in it.',

  'redis.step.create': 'Create container {node}',
  'redis.cause.createMaster': '{node} is to be a master: it serves slots {from} to {to}.',
  'redis.cause.createReplica': '{node} is to be a replica: a copy of {master} that takes over when it fails.',
  'redis.step.absent': 'Check that {node} starts without a past',
  'redis.cause.absent':
    'A nodes.conf left from an earlier cluster would make the node come up with its old identity.',
  'redis.step.conf': 'Write the configuration of {node}',
  'redis.cause.conf':
    'Port {port}, cluster mode, and the address that the node announces: {address}:{port}, bus port {busPort}.',
  'redis.step.start': 'Start {node}',
  'redis.cause.start': 'Its configuration is in place.',
  'redis.step.ping': 'Wait until {node} answers',
  'redis.cause.ping': 'A node takes commands once it answers PING.',

  'redis.step.slots': 'Give slots {from} to {to} to {node}',
  'redis.cause.slots': {
    one: '{n} of the 16384 slots. Every key belongs to one slot, and every slot to one master.',
    other: '{n} of the 16384 slots. Every key belongs to one slot, and every slot to one master.',
  },
  'redis.step.epoch': 'Give {node} the epoch {epoch}',
  'redis.cause.epoch':
    'Each node starts with a different epoch, so that none has to give way when they meet.',
  'redis.step.hurry': 'Let {node} gossip quickly while the cluster is joined',
  'redis.cause.hurry':
    'How often nodes talk follows from the node timeout: with {hurried} ms instead of {lasting} ms they get to know each other several times sooner.',
  'redis.step.settle': 'Set the node timeout to {lasting} ms on all {count} nodes',
  'redis.cause.settle': 'The cluster stands: from now on the value that you chose applies.',
  'redis.step.meet': 'Introduce {node} to {first}',
  'redis.cause.meet':
    'One introduction each is enough: the nodes tell each other of the rest (gossip on the bus port).',
  'redis.step.agree': 'Wait until all {count} nodes agree',
  'redis.cause.agree':
    'Gossip takes a moment. The cluster is one when every node knows every other and sees the same slots.',
  'redis.step.replicate': 'Make {node} a replica of {master}',
  'redis.cause.replicate': 'If {master} fails, {node} takes over its slots.',
  'redis.step.synced': 'Wait until {node} has caught up with {master}',
  'redis.cause.synced': 'Only a replica that is in sync can take over without losing data.',
  'redis.step.stateOk': 'Check cluster_state:ok on all {count} nodes',
  'redis.cause.stateOk': 'Every node must say so itself, and all 16384 slots must be served.',
  'redis.step.redirectHost': 'Follow a redirect from this computer',
  'redis.cause.redirectHost':
    'Write a key through a node that does not hold it, follow its MOVED answer, read the key back, delete it: what a client does.',
  'redis.step.redirectNetwork': 'Follow a redirect from inside {node}',
  'redis.cause.redirectNetwork': 'Containers on the network must be led to the right node as well.',

  'redis.cause.standing': 'A cluster of exactly this description runs already: only checks are left.',

  'redis.step.remove': 'Stop and remove container {node}',
  'redis.cause.remove': 'It is a node of {name}.',
  'redis.step.networkRemove': 'Remove network {network}',
  'redis.cause.networkRemove': 'It was made for {name}, and nothing else is on it.',
  'redis.step.volumeRemove': 'Delete volume {volume}',
  'redis.step.folderRemove': 'Delete folder {path} and all in it',
  'redis.cause.dataRemove': 'You asked to delete the data as well.',

  'redis.connect.inContainer':
    'From this computer only a client that maps addresses gets through: this one runs inside a node.',
  'redis.connect.mapped':
    'The engine runs in a virtual machine, so each node is mapped to its published port on 127.0.0.1.',
  'redis.connect.network': 'Inside a container on the network {network}.',
  'redis.connect.hostNetwork': "Inside a container that shares this computer's network (--network host).",
  'redis.connect.password': 'The password is read from the environment variable {variable}.',

  'redis.preset.bridge.title': '3 + 3, bridge mode',
  'redis.preset.bridge.text':
    'Three masters, three replicas, on a Docker network of their own with fixed addresses. Works everywhere.',
  'redis.preset.host.title': '3 + 3, host mode',
  'redis.preset.host.text':
    "Three masters, three replicas, directly on this computer's network. For Linux; data in folders.",
} as const;
