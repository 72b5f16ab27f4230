/** What is found before a plan on a running Redis cluster runs. */
export const redisDayTwoFindings = {
  'redis2.finding.fixFirst.hint': 'Repair the cluster first: the Check page, or flotilla redis fix {name}',
  'redis2.finding.nodeDown.what': {
    one: '{nodes} does not answer.',
    other: '{n} nodes do not answer: {nodes}.',
  },
  'redis2.finding.nodeDown.hint':
    'Start it, or have the others forget it if it is gone for good: the Check page, or flotilla redis fix {name}',
  'redis2.finding.uncovered.what': {
    one: '1 slot has no owner: {slots}.',
    other: '{n} slots have no owner: {slots}.',
  },
  'redis2.finding.open.what': {
    one: '1 slot is open, or claimed by two nodes: {slots}.',
    other: '{n} slots are open, or claimed by two nodes: {slots}.',
  },
  'redis2.finding.lost.what': {
    one: 'The nodes still count on one that is not there: {nodes}.',
    other: 'The nodes still count on {n} that are not there: {nodes}.',
  },
  'redis2.finding.unknown.what': 'No such node in {name}: {nodes}.',
  'redis2.finding.unknown.hint': 'Its nodes are: {nodes}.',
  'redis2.finding.notMaster.what': 'Not a master: {nodes}.',
  'redis2.finding.notMaster.hint': 'Only masters own slots and have replicas. Name the master instead.',

  'redis2.finding.move.what': {
    one: '1 slot moves, with about {keys} keys and {mb} MB. It takes about {seconds} s.',
    other: '{n} slots move, with about {keys} keys and {mb} MB. It takes about {seconds} s.',
  },
  'redis2.finding.cost.gentle':
    'Gentle: other clients hardly notice (the slowest 1 % of their commands take about 1.5 ms instead of 0.5 ms). Fast takes about half the time, or less.',
  'redis2.finding.cost.fast':
    'Fast: while it runs, the slowest 1 % of other clients’ commands take about 10 ms instead of 0.5 ms. Choose gentle where that hurts.',
  'redis2.finding.cost.atomic':
    'These servers move whole slots by themselves (atomic slot migration). Each finished part stops writes to it for some milliseconds.',
  'redis2.finding.slots.what': {
    one: '1 slot goes to {to} ({from}).',
    other: '{n} slots go to {to} ({from}).',
  },
  'redis2.finding.slots.hint': 'As few slots move as that takes.',
  'redis2.finding.memoryOver.what': 'What moves does not fit in maxmemory: {nodes}.',
  'redis2.finding.memoryNear.what': 'More than nine tenths of maxmemory would be used: {nodes}.',
  'redis2.finding.memory.hint': 'Move fewer slots, raise maxmemory, or spread them over more masters.',
  'redis2.finding.room.what': {
    one: '1 new node needs about {need} MB of memory, and {have} MB are there.',
    other: '{n} new nodes need about {need} MB of memory, and {have} MB are there.',
  },
  'redis2.finding.room.hint': 'Add fewer nodes, or give the engine more memory.',
  'redis2.finding.roomEach.what': 'A new master is to hold about {need} MB, and its maxmemory is {have} MB.',

  'redis2.finding.nothing.what': 'Neither a master nor a replica is asked for.',
  'redis2.finding.nothing.hint': 'Choose how many masters to add, or which masters get a further replica.',
  'redis2.finding.remote.what': 'The nodes of {name} do not run in containers on this engine.',
  'redis2.finding.remote.hint':
    'New containers cannot be placed beside them. Start the servers where they run, then join them there.',
  'redis2.finding.noContainer.what': 'The containers of {name} were not found on this engine.',
  'redis2.finding.noContainer.hint': 'Look again: they may have been removed a moment ago.',
  'redis2.finding.network.what': 'The nodes are on the network {network}, which gives no fixed addresses.',
  'redis2.finding.network.hint':
    'A node must keep its address. Only a Docker network with a subnet of its own gives one, or host mode.',
  'redis2.finding.tls.what': 'The nodes of {name} speak TLS.',
  'redis2.finding.tls.hint':
    'A new node needs a certificate of its own: create its container by hand, then join it.',
  'redis2.finding.strange.what': 'How the containers of {name} are set up cannot be continued by itself.',
  'redis2.finding.strange.hint': 'Create the new container by hand, then join it.',
  'redis2.finding.confFile.what':
    'The nodes were made by hand, and {node} reads {file}. The new node gets a file of its own: port, addresses, password and append-only file as needed, the rest as the server’s defaults.',
  'redis2.finding.confFile.hint': 'Compare the two afterwards: CONFIG GET * on both.',
  'redis2.finding.aclUser.what':
    'The nodes are entered as the user {user}. Users are not copied to new nodes.',
  'redis2.finding.aclUser.hint': 'Set up the users on the new node as on the others: ACL LIST, ACL SETUSER.',
  'redis2.finding.skipped.what': 'Left out, because a container, volume, port or address is taken: {names}.',
  'redis2.finding.skipped.hint':
    'Nothing needs to be done. Delete volumes that a removed node has left if you want its name back.',
  'redis2.finding.noRoom.what': {
    one: 'There is no place for 1 node: the next would be {next}.',
    other: 'There is no place for {n} nodes: the next would be {next}.',
  },
  'redis2.finding.noRoom.hint': 'The addresses of the network, or the ports up to 65535, are used up.',
  'redis2.finding.aloneNew.what': 'The new masters have no replica: {nodes}.',
  'redis2.finding.aloneNew.hint':
    'When one fails its slots are lost to the clients. Choose one replica or more.',
  'redis2.finding.emptyNew.what': 'The new masters stay without slots: {nodes}.',
  'redis2.finding.emptyNew.hint': 'Give them some later: rebalance with empty masters, or reshard {name}.',

  'redis2.finding.differs.what':
    '{name} stands, and differs in what cannot be changed while it runs: {fields}.',
  'redis2.finding.differs.hint':
    'Only masters and replicasPerMaster can be changed. Give the file another name for a second cluster, or remove {name} first.',
  'redis2.finding.again.what': 'Left for a second apply: {nodes}.',
  'redis2.finding.again.hint':
    'Replicas are added first and removed by themselves: apply the same file again.',

  'redis2.finding.fewMasters.what': {
    one: 'Only 1 master with slots would be left.',
    other: 'Only {n} masters with slots would be left.',
  },
  'redis2.finding.fewMasters.hint': 'It takes 3 masters to agree on a failover. Keep one more.',
  'redis2.finding.downOwner.what': 'Not reachable, and still the owner of slots: {nodes}.',
  'redis2.finding.downOwner.hint':
    'Start it again, or let its replica take over, so that its keys can be moved.',
  'redis2.finding.lastReplica.what': 'Left without any replica: {nodes}.',
  'redis2.finding.lastReplica.hint':
    'When such a master fails its slots are lost to the clients. Keep the replica, or agree to it.',
  'redis2.finding.repoint.what': 'Replicas whose master leaves are given to another: {list}.',
  'redis2.finding.repoint.hint': 'Each copies all data of its new master once.',
  'redis2.finding.remoteStays.what':
    'Forgotten by the others, but left running, for it is not on {engine}: {nodes}.',
  'redis2.finding.remoteStays.hint': 'Stop the server where it runs.',
  'redis2.finding.keepData.what': 'The data stays: {names}.',
  'redis2.finding.keepData.hint':
    'Delete it yourself when it is not needed any more; until then a new node takes the next free name.',
  'redis2.finding.data.what': 'Deleted for good: {names}.',
  'redis2.finding.data.hint': 'This cannot be undone.',

  'redis2.finding.self.what': '{node} is both source and target.',
  'redis2.finding.self.hint': 'Choose another target, or take it off the sources.',
  'redis2.finding.tooMany.what': '{n} slots are asked for, and {nodes} have {has}.',
  'redis2.finding.tooMany.hint': 'Ask for fewer slots, or add sources.',
  'redis2.finding.notOwner.what': '{node} does not own these slots: {slots}.',
  'redis2.finding.notOwner.hint': 'Look at the slot map again: they may have moved meanwhile.',
  'redis2.finding.twice.what': 'A slot is to move twice.',
  'redis2.finding.twice.hint': 'Name each slot once.',
  'redis2.finding.emptied.what': 'Left without any slot: {nodes}.',
  'redis2.finding.emptied.hint':
    'Such a master may turn into a replica by itself (cluster-allow-replica-migration).',
  'redis2.finding.weights.what': 'All weights are 0: nobody would own the slots.',
  'redis2.finding.weights.hint': 'Give at least one master a weight above 0.',
  'redis2.finding.emptySkipped.what': 'Masters without slots are left out: {nodes}.',
  'redis2.finding.emptySkipped.hint': 'Include empty masters to give them their share.',
  'redis2.finding.balanced.what': 'No master is further off than {percent} %: nothing moves.',
  'redis2.finding.balanced.hint': 'Lower the threshold to move all the same.',
  'redis2.finding.shares.what': 'Slots before and after: {list}.',

  'redis2.finding.notReplica.what': '{node} is not a replica.',
  'redis2.finding.notReplica.hint': 'Promote one of its replicas instead: {node}.',
  'redis2.finding.notReplica.hintNone': 'Only a replica can be promoted.',
  'redis2.finding.replicaDown.what': '{node} does not answer.',
  'redis2.finding.replicaDown.hint': 'Choose a replica that runs.',
  'redis2.finding.masterDown.what': '{master} does not answer, and a graceful failover needs it.',
  'redis2.finding.linkDown.what': '{node} is not connected to {master}, and a graceful failover needs that.',
  'redis2.finding.masterDown.hint':
    'Choose force: the other masters vote. What {node} has not received is lost.',
  'redis2.finding.noMajority.what': 'Only {votes} masters can vote, and {majority} are needed.',
  'redis2.finding.noMajority.hint': 'Start the other masters, or choose takeover, which asks nobody.',
  'redis2.finding.graceful.what': '{master} and {node} change places; no write is lost.',
  'redis2.finding.graceful.hint': 'Clients wait a few milliseconds and follow the redirect.',
  'redis2.finding.needless.what': '{master} is well: a graceful failover would lose nothing.',
  'redis2.finding.needless.hint': 'Choose graceful unless it hangs.',
  'redis2.finding.loss.what': 'Writes that {master} took and {node} has not received are lost.',
  'redis2.finding.loss.hint': 'With a master that has failed there is no other way to serve its slots again.',
  'redis2.finding.loss.hintTakeover': 'Start the old master instead, if that can be done.',
  'redis2.finding.takeover.what':
    'Takeover asks nobody: if {master} still serves clients somewhere, both accept writes until they meet.',
  'redis2.finding.takeover.hint':
    'Only for when most masters are gone, or in another data centre. Choose force where they can vote.',
  'redis2.finding.behind.what': '{node} is behind {other}.',
  'redis2.finding.behind.hint': 'Promote {other}: it loses less.',

  'redis2.finding.drillRemote.what': '{node} does not run in a container on this engine.',
  'redis2.finding.drillRemote.hint': 'Choose a node that does.',
  'redis2.finding.hostNetwork.what':
    '{node} uses the computer’s own network, from which it cannot be cut off.',
  'redis2.finding.hostNetwork.hint': 'Pause it instead: to the others it looks the same.',
  'redis2.finding.drillReplica.what': '{node} serves no slots of its own: nobody has to take its place.',
  'redis2.finding.drillReplica.hint': 'Clients notice nothing, unless they read from replicas.',
  'redis2.finding.slotsDown.what': '{node} has no replica: its slots are down until it is back.',
  'redis2.finding.slotsDown.hint': 'Give it a replica first, unless that is what you want to see.',
  'redis2.finding.drillMajority.what':
    'Only {votes} masters would be left to vote, and {majority} are needed: nobody is promoted.',
  'redis2.finding.drillMajority.hint': 'The slots are down until the node is back.',
  'redis2.finding.drillStop.what':
    'Clients of {node} get errors until a replica is promoted: the node timeout and about a second.',
  'redis2.finding.drillKill.what':
    'Clients of {node} get errors until a replica is promoted. Writes of its last milliseconds that no replica has received are lost.',
  'redis2.finding.drillCut.what':
    'Clients of {node} get errors until a replica is promoted. Writes that it still takes while it is alone are lost.',
  'redis2.finding.drillLag.hint': 'Do not try it first where it matters.',

  'redis2.finding.backupPath.what': '{folder} is no absolute path.',
  'redis2.finding.backupPath.hint': 'Name a folder on this computer from its root on, as /home/me/backup-1.',
  'redis2.finding.backupTaken.what': '{folder} is not empty.',
  'redis2.finding.backupTaken.hint': 'Choose a folder that is not there yet, or an empty one.',
  'redis2.finding.backupSilent.what': 'Nobody can give a snapshot of {nodes}.',
  'redis2.finding.backupSize.what': {
    one: 'About {keys} keys and {mb} MB of memory, of {n} master. The file is mostly smaller.',
    other: 'About {keys} keys and {mb} MB of memory, of {n} masters. The files are mostly smaller.',
  },
  'redis2.finding.backupSize.hint':
    'Each snapshot is of one moment, but not the same for all masters. While a server saves it may need up to twice its memory.',
  'redis2.finding.backupReplica.what': 'Taken from replicas, for their masters do not answer: {nodes}.',
  'redis2.finding.backupReplica.hint': 'The last writes may be missing.',
  'redis2.finding.backupDisk.what': 'Up to {need} MB may be needed, and {have} MB are free.',
  'redis2.finding.backupDisk.hint': 'Choose a folder on another disk.',
  'redis2.finding.importSelf.what': '{source} is {node}, a node of this cluster.',
  'redis2.finding.importSelf.hint': 'Name the server that the keys are to come from.',
  'redis2.finding.importReplace.what': 'Keys of the cluster that have the same name are overwritten.',
  'redis2.finding.importReplace.hint': 'This cannot be undone. Leave “replace” off to keep them.',
  'redis2.finding.importKeep.what': 'Keys that the cluster has already stay as they are, and are counted.',
  'redis2.finding.importKeep.hint': 'The source keeps all its keys; what changes there later is not copied.',
  'redis2.finding.insecure.what': 'Any certificate of {source} is accepted: it could be another server.',
  'redis2.finding.insecure.hint': 'Give the CA certificate that signed it.',

  'redis2.finding.fixUnknown.what': 'There is no repair for {codes}.',
  'redis2.finding.fixUnknown.hint': 'Repairs are there for: {codes}.',
  'redis2.finding.fixNothing.what': 'Nothing was found that this repairs.',
  'redis2.finding.fixNothing.hint': 'Run the check again to see how things stand.',
  'redis2.finding.silentOwner.what': 'These nodes own slots and cannot be asked: {nodes}.',
  'redis2.finding.silentOwner.hint':
    'Bring them back, or promote their replicas. If one is gone for good, remove its container: then the others can forget it.',
  'redis2.finding.slotsLost.what': {
    one: '{node} owned 1 slot and has no replica: its keys are gone.',
    other: '{node} owned {n} slots and has no replica: their keys are gone.',
  },
  'redis2.finding.slotsLost.hint':
    'If its data still exists anywhere, bring it back with that first. Afterwards the slots can be covered, empty.',
  'redis2.finding.covered.what': {
    one: '1 slot gets an owner again ({slots}). Keys that no node holds any more stay lost.',
    other: '{n} slots get an owner again ({slots}). Keys that no node holds any more stay lost.',
  },
  'redis2.finding.covered.hint': 'Restore a backup if there is one.',
  'redis2.finding.apart.what': 'No other node knows: {nodes}.',
  'redis2.finding.apart.hint': 'Add it as a new node of this cluster, or remove its container.',
  'redis2.finding.alone.what': 'No master can spare a replica for {nodes}.',
  'redis2.finding.alone.hint': 'Add replicas: grow {name} by replicas only.',
} as const;
