/** For each thing that a check looks at: what was found, its cause, its risk, what to do, and that all is well. */
export const redisCheck = {
  'live.check.uncovered': { one: '1 slot has no owner: {slots}', other: '{n} slots have no owner: {slots}' },
  'live.check.uncovered.cause':
    'A master went for good without a replica to take its place, or slots were deleted by hand.',
  'live.check.uncovered.risk':
    'Keys in these slots can be neither read nor written. With cluster-require-full-coverage the whole cluster refuses commands.',
  'live.check.uncovered.hint':
    'Repair gives them to the node that holds their keys, else to a master that is there.',
  'live.check.uncovered.ok': 'All 16384 slots have an owner.',

  'live.check.open': { one: '1 slot is open: {slots}', other: '{n} slots are open: {slots}' },
  'live.check.open.cause':
    'A move began and did not end: the program that moved it was stopped, or a node died in the middle.',
  'live.check.open.risk':
    'Commands on several keys of such a slot fail with TRYAGAIN, clients are sent to and fro, and its keys lie on two nodes.',
  'live.check.open.hint':
    'Repair ends each move forward where keys have gone over already, else closes the slot.',
  'live.check.open.ok': 'No slot is open.',

  'live.check.twice': {
    one: '1 slot is claimed by two nodes: {slots}',
    other: '{n} slots are claimed by more than one node: {slots}',
  },
  'live.check.twice.cause': 'A node was cut off and came back, or an earlier repair was broken off.',
  'live.check.twice.risk': 'Clients write to different nodes; the writes on one of them will be lost.',
  'live.check.twice.hint':
    'Repair lets the newer claim stand (the greater config epoch) and brings the keys there.',
  'live.check.twice.ok': 'No slot is claimed twice.',

  'live.check.stray': {
    one: '1 key lies on a node that does not own its slot ({nodes})',
    other: '{n} keys lie on nodes that do not own their slots ({nodes})',
  },
  'live.check.stray.cause':
    'A move was finalised before all keys had gone over, or data was loaded into a wrong node.',
  'live.check.stray.risk': 'No client finds these keys. They use memory, and may overwrite newer ones later.',
  'live.check.stray.hint':
    'Repair brings them to the owner of their slot; a key that the owner has already stays as it is there.',
  'live.check.stray.ok': 'No key lies on a wrong node.',

  'live.check.lost': {
    one: '1 node is listed and not there: {nodes}',
    other: '{n} nodes are listed and not there: {nodes}',
  },
  'live.check.lost.cause':
    'Its container was removed, or its computer is gone; or only some of the nodes were told to forget it.',
  'live.check.lost.risk':
    'A lost master still counts when the others vote, and owns its slots. A half-forgotten node comes back through gossip.',
  'live.check.lost.hint': 'If it will not come back, repair has all nodes forget it at the same time.',
  'live.check.lost.ok': 'Every listed node is there.',

  'live.check.apart': {
    one: '1 node is known to no other: {nodes}',
    other: '{n} nodes are known to no other: {nodes}',
  },
  'live.check.apart.cause': 'It has not joined yet, or all others have forgotten it.',
  'live.check.apart.risk': 'It takes no part in the cluster and only uses memory.',
  'live.check.apart.hint': 'Resume or undo the run that started it, or remove its container.',
  'live.check.apart.ok': 'Every node has joined.',

  'live.check.stopped': {
    one: '1 container does not run: {nodes}',
    other: '{n} containers do not run: {nodes}',
  },
  'live.check.stopped.cause':
    'It was stopped, ended by itself, or ran out of memory. docker logs tells which.',
  'live.check.stopped.risk':
    'A stopped replica protects nothing. The slots of a stopped master are not served until a replica is promoted or it is back.',
  'live.check.stopped.hint': 'Repair starts it again.',
  'live.check.stopped.ok': 'All containers run.',

  'live.check.paused': { one: '1 container is paused: {nodes}', other: '{n} containers are paused: {nodes}' },
  'live.check.paused.cause': 'Somebody (or a drill) paused it: docker pause.',
  'live.check.paused.risk': 'Clients that are connected to it hang until they time out.',
  'live.check.paused.hint': 'Repair lets it go on.',
  'live.check.paused.ok': 'No container is paused.',

  'live.check.unreachable': {
    one: '1 node does not answer: {nodes}',
    other: '{n} nodes do not answer: {nodes}',
  },
  'live.check.unreachable.cause':
    'The server is overloaded, still loads its data, or the network between it and the others is cut.',
  'live.check.unreachable.risk': 'While it is silent its slots are not served, or have only one copy.',
  'live.check.unreachable.hint': 'Look at its log (docker logs) and at its network. Its container does run.',
  'live.check.unreachable.ok': 'All nodes answer.',

  'live.check.locked': {
    one: '1 node does not let us in: {nodes}',
    other: '{n} nodes do not let us in: {nodes}',
  },
  'live.check.locked.cause': 'It has another password than the one that is known here, or none is known.',
  'live.check.locked.risk': 'Nothing that it says could be checked.',
  'live.check.locked.hint': 'Adopt the cluster again with the right password. All nodes need the same one.',
  'live.check.locked.ok': 'All nodes let us in.',

  'live.check.state': {
    one: '{nodes} says cluster_state:fail',
    other: '{n} nodes say cluster_state:fail: {nodes}',
  },
  'live.check.state.cause': 'Not all slots are served, or the node does not reach most of the masters.',
  'live.check.state.risk': 'These nodes refuse commands: CLUSTERDOWN.',
  'live.check.state.hint': 'Repair what else is found; the state follows by itself within seconds.',
  'live.check.state.ok': 'All nodes say cluster_state:ok.',

  'live.check.views': {
    one: 'The nodes have 1 view',
    other: 'The nodes have {n} different views of the cluster',
  },
  'live.check.views.cause':
    'Right after a change this is normal for some seconds. Else nodes lack word of each other, or cannot reach each other’s bus port.',
  'live.check.views.risk': 'Clients are sent to different nodes, depending on whom they ask.',
  'live.check.views.hint':
    'Repair introduces the nodes to each other (CLUSTER MEET) and waits until they agree.',
  'live.check.views.ok': 'All nodes have the same view of slots and roles.',

  'live.check.epoch': 'Masters share config epoch {n}: {nodes}',
  'live.check.epoch.cause':
    'Two masters were given slots by hand at the same time, or came from different clusters.',
  'live.check.epoch.risk': 'If both claim a slot, none of the claims wins, and the nodes may never agree.',
  'live.check.epoch.hint': 'Repair gives one of them a new epoch (CLUSTER BUMPEPOCH).',
  'live.check.epoch.ok': 'Each master has a config epoch of its own.',

  'live.check.chain': {
    one: '1 replica follows another replica: {nodes}',
    other: '{n} replicas follow other replicas: {nodes}',
  },
  'live.check.chain.cause':
    'Its master was demoted and it has not followed the new one yet, or it was pointed there by hand.',
  'live.check.chain.risk': 'It lags further behind, and cannot take the master’s place in an election.',
  'live.check.chain.hint': 'Repair points it at the master itself.',
  'live.check.chain.ok': 'Every replica follows a master.',

  'live.check.alone': {
    one: '1 master has no working replica: {nodes}',
    other: '{n} masters have no working replica: {nodes}',
  },
  'live.check.alone.cause': 'Its replica is down, was removed, or never was there.',
  'live.check.alone.risk': 'If it fails, its slots are not served and its data may be lost.',
  'live.check.alone.hint': 'Start its replica again, or add one.',
  'live.check.alone.ok': 'Every master has a working replica.',

  'live.check.link': {
    one: '1 replica is not connected to its master: {nodes}',
    other: '{n} replicas are not connected to their masters: {nodes}',
  },
  'live.check.link.cause':
    'It is copying its master just now; or masterauth is wrong, the disk is full, or the network is cut.',
  'live.check.link.risk': 'It falls behind. If its master fails, the newest writes are lost.',
  'live.check.link.hint': 'Wait some seconds. If it stays, its log (docker logs) says why.',
  'live.check.link.ok': 'Every replica is connected to its master.',

  'live.check.few': { one: 'Only 1 master has slots', other: 'Only {n} masters have slots' },
  'live.check.few.cause': 'The cluster was built, or has shrunk, with fewer than 3 masters.',
  'live.check.few.risk': 'When one fails the others have no majority: no replica is promoted.',
  'live.check.few.hint': 'Add masters.',
  'live.check.few.ok': '3 masters or more share the slots.',

  'live.check.empty': { one: '1 master has no slots: {nodes}', other: '{n} masters have no slots: {nodes}' },
  'live.check.empty.cause': 'It was added without slots, or all of them were moved away.',
  'live.check.empty.risk': 'It serves nothing and has no vote.',
  'live.check.empty.hint': 'Rebalance with empty masters included, or take it out.',
  'live.check.empty.ok': 'Every master has slots.',

  'live.check.uneven': 'The masters have between {least} and {most} slots',
  'live.check.uneven.cause': 'Slots were moved by hand, or masters were added without rebalancing.',
  'live.check.uneven.risk':
    'The master with the most slots tends to be the busiest, and the first whose memory is full.',
  'live.check.uneven.hint': 'Rebalance, unless it is meant so.',
  'live.check.uneven.ok': 'The slots are spread evenly.',

  'live.check.memory': {
    one: '1 node uses more than 90 % of its memory: {nodes}',
    other: '{n} nodes use more than 90 % of their memory: {nodes}',
  },
  'live.check.memory.cause': 'Its keys fill nearly all of maxmemory.',
  'live.check.memory.risk':
    'Soon writes are refused, or keys are evicted, as maxmemory-policy says. Slots cannot be moved there.',
  'live.check.memory.hint': 'Add masters and rebalance, raise maxmemory, or delete keys.',
  'live.check.memory.ok': 'No node is near its memory limit.',

  'live.check.persistence': {
    one: '1 node writes nothing to disk: {nodes}',
    other: '{n} nodes write nothing to disk: {nodes}',
  },
  'live.check.persistence.cause': 'Neither the append-only file nor snapshots are switched on.',
  'live.check.persistence.risk':
    'A master that restarts comes back empty, and its replicas copy that. All of its data is gone then.',
  'live.check.persistence.hint': 'CONFIG SET appendonly yes, and the same in the configuration file.',
  'live.check.persistence.ok': 'Every node writes its data to disk.',

  'live.check.versions': 'The servers have different versions: {versions}',
  'live.check.versions.cause': 'An upgrade has not been finished, or nodes were added from another image.',
  'live.check.versions.risk':
    'An older replica may not be able to read a newer master’s data; slots move key by key only.',
  'live.check.versions.hint': 'Bring all nodes to the same version, replicas first.',
  'live.check.versions.ok': 'All servers have the same version.',

  'live.check.address': {
    one: 'The announced address of 1 node does not open from this computer: {nodes}',
    other: 'The announced addresses of {n} nodes do not open from this computer: {nodes}',
  },
  'live.check.address.cause': 'They announce addresses of a Docker network that only containers on it reach.',
  'live.check.address.risk': 'A client on this computer follows a redirect (MOVED) there and hangs.',
  'live.check.address.hint':
    'Connect from a container on that network, or map addresses to published ports in the client (natMap).',
  'live.check.address.ok': 'All announced addresses open from this computer.',

  'live.check.deadPort': {
    one: '1 published port leads nowhere: {nodes}',
    other: '{n} published ports lead nowhere: {nodes}',
  },
  'live.check.deadPort.cause': 'The port inside the container is not the one that Redis listens on.',
  'live.check.deadPort.risk': 'Programs that connect to it are refused.',
  'live.check.deadPort.hint': 'Create the container again with the same port on both sides: -p 6381:6381.',
  'live.check.deadPort.ok': 'Every published port leads to a server.',

  'live.check.coverage': 'cluster-require-full-coverage is off on: {nodes}',
  'live.check.coverage.cause': 'It was configured so.',
  'live.check.coverage.risk':
    'With a part of the slots lost, the nodes go on serving the rest: programs may miss that data is gone.',
  'live.check.coverage.hint': 'Nothing, if that is meant. It should be the same on all nodes.',
  'live.check.coverage.ok':
    'All nodes refuse to serve while slots are uncovered (cluster-require-full-coverage).',
} as const;
