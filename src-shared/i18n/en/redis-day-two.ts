/** Plans on running Redis clusters: titles, steps and their causes. Findings: redis-day-two-findings.ts. */
export const redisDayTwo = {
  'redis2.plan.scaleOut': 'Grow the Redis cluster {name}: masters +{masters}, replicas +{replicas}',
  'redis2.plan.scaleIn': {
    one: 'Shrink the Redis cluster {name}: {nodes} leaves',
    other: 'Shrink the Redis cluster {name}: {n} nodes leave ({nodes})',
  },
  'redis2.plan.reshard': {
    one: 'Move 1 slot of {name} to {to}',
    other: 'Move {n} slots of {name} to {to}',
  },
  'redis2.plan.rebalance': {
    one: 'Rebalance {name}: 1 slot moves',
    other: 'Rebalance {name}: {n} slots move',
  },
  'redis2.plan.balanced': 'Check {name}: its slots are in balance already',
  'redis2.plan.failover': 'Fail over in {name}: {node} takes the place of {master}',
  'redis2.plan.drill': 'Drill on {name}: {how} {node}, watch, bring it back',
  'redis2.plan.fix': {
    one: 'Repair {name}: 1 step',
    other: 'Repair {name}: {n} steps',
  },
  'redis2.plan.fixNothing': 'Repair {name}: nothing to do',
  'redis2.plan.backup': 'Back up {name} to {folder}',
  'redis2.plan.import': 'Import the keys of {source} into {name}',

  'redis2.how.stop': 'stop',
  'redis2.how.kill': 'kill',
  'redis2.how.pause': 'pause',
  'redis2.how.isolate': 'cut off',

  'redis2.group.move': 'Move slots',
  'redis2.group.leave': 'Replicas leave',
  'redis2.group.leaveMasters': 'Masters leave',
  'redis2.group.promote': 'Promote',
  'redis2.group.break': 'Break',
  'redis2.group.watch': 'Watch',
  'redis2.group.heal': 'Heal',
  'redis2.group.repair': 'Repair',
  'redis2.group.save': 'Save',
  'redis2.group.copy': 'Copy',

  'redis2.cause.createMaster':
    '{node} is to be a master. It joins without slots; they are moved to it later.',
  'redis2.step.meet': 'Introduce {others} to {node}',
  'redis2.cause.meet':
    'Every node is told directly. By gossip alone the last one hears of a newcomer seconds later, and a slot moved before that stays open: “I don’t know about node”.',
  'redis2.cause.agreeNew': 'No slot moves before every node knows the newcomers and all see the same slots.',
  'redis2.cause.agreeFirst': 'No slot moves while nodes differ about who owns what.',
  'redis2.cause.agreeLeft': 'Every node that stays must have forgotten those that left.',
  'redis2.cause.agreeFixed': 'After the repair all nodes must see the same.',
  'redis2.cause.agreeBack': 'The others must take the node back, and the node must learn what has changed.',
  'redis2.cause.agreeViews':
    'The nodes differ about the cluster. Those that lack each other are introduced, then all are asked again.',
  'redis2.step.meetAll': 'Introduce all others to {node}',
  'redis2.step.functions': 'Copy library functions from {from} to {to}',
  'redis2.cause.functions':
    'FUNCTION libraries are kept by each master on its own: without a copy, calls fail where the slots have moved.',
  'redis2.step.move': {
    one: 'Move 1 slot to {to}',
    other: 'Move {n} slots to {to}',
  },
  'redis2.cause.move': '{from}. Lowest slots first, each with its keys; clients are redirected meanwhile.',
  'redis2.cause.repoint': 'The master of {node} leaves; {master} has the fewest replicas.',
  'redis2.step.forget': {
    one: 'Have 1 node forget {node}',
    other: 'Have {n} nodes forget {node}',
  },
  'redis2.cause.forget':
    'All at the same time: a node that still knows it would bring it back to the others by gossip. Then it is reset, so that it does not come back by itself.',
  'redis2.cause.remove': 'It is no node of {name} any more.',

  'redis2.step.failover': 'Promote {node} in the place of {master}',
  'redis2.cause.failoverGraceful':
    '{master} stops taking writes, {node} catches up to the last byte, then they change places: no write is lost, clients wait a few milliseconds.',
  'redis2.cause.failoverForce':
    '{node} does not ask {master}; most of the other masters must agree. Writes that have not reached {node} are lost.',
  'redis2.cause.failoverTakeover':
    '{node} takes the slots without asking anybody. Writes that have not reached it are lost.',
  'redis2.cause.follows': 'The old master follows {node} as soon as it hears of it.',
  'redis2.cause.rescue':
    '{master} is gone, and its replica was not promoted by itself: most of the masters were out of reach.',

  'redis2.step.stop': 'Stop {node}',
  'redis2.cause.stop':
    'As when its computer is shut down: the server saves, says goodbye to nobody, and ends.',
  'redis2.step.kill': 'Kill {node}',
  'redis2.cause.kill': 'As in a crash: the server ends at once, without saving.',
  'redis2.step.pause': 'Pause {node}',
  'redis2.cause.pause': 'As when its computer hangs: it holds its connections and answers nothing.',
  'redis2.step.isolate': 'Cut {node} off from the network {network}',
  'redis2.cause.isolate': 'As when a cable is pulled: it runs on and hears nobody.',
  'redis2.step.watch': 'Watch until a replica of {node} is promoted',
  'redis2.step.watchFail': 'Watch until the others agree that {node} has failed',
  'redis2.cause.watch':
    'Each suspicion, the agreement that it failed, votes and promotion, with their times. Whatever is seen, the node is brought back.',
  'redis2.cause.heal': 'The drill is over.',
  'redis2.step.unpause': 'Let {node} go on',
  'redis2.step.connect': 'Connect {node} to {network} again as {address}',
  'redis2.cause.connect': 'With its old address: by that the others know it.',
  'redis2.cause.backAs': 'If it was replaced it comes back as a replica and must catch up.',

  'redis2.cause.stopped': 'Its container does not run ({state}).',
  'redis2.cause.paused': 'Its container is paused: it holds its connections and answers nothing.',
  'redis2.cause.lost': 'It is not there any more, and the others still count on it.',
  'redis2.cause.halfForgotten': {
    one: 'Only 1 node still knows it, and would bring it back to the others.',
    other: 'Only {n} nodes still know it, and would bring it back to the others.',
  },
  'redis2.step.bumpEpoch': 'Give {node} a new epoch',
  'redis2.cause.bumpEpoch':
    'Another master has the epoch {epoch} as well: if both ever claim a slot, nobody can tell who is right.',
  'redis2.step.cover': {
    one: 'Give the slot that nobody owns an owner ({slots})',
    other: 'Give {n} slots that nobody owns an owner ({slots})',
  },
  'redis2.cause.cover':
    'Whoever holds keys of such a slot gets it, else a master with few slots. Until then clients get CLUSTERDOWN.',
  'redis2.step.settleSlots': {
    one: 'Settle 1 slot ({slots})',
    other: 'Settle {n} slots ({slots})',
  },
  'redis2.cause.settleSlots':
    'A move was not finished, or two nodes claim the slot. What the nodes say and where keys lie decides: finished forward, or closed.',
  'redis2.step.strayKeys': {
    one: 'Bring stray keys of 1 slot home ({slots})',
    other: 'Bring stray keys of {n} slots home ({slots})',
  },
  'redis2.cause.strayKeys':
    'They lie on a master that does not own their slot: no client can reach them there.',
  'redis2.cause.chain': '{node} replicates {other}, which is a replica itself: it must follow the master.',
  'redis2.cause.spare': '{master} has no replica, and {from} can spare {node}.',

  'redis2.cause.backupFolder': 'The snapshots are put there.',
  'redis2.step.saveRdb': 'Save a snapshot of {node} as {file}',
  'redis2.cause.saveRdb': {
    one: 'It owns 1 slot. The server sends its data as to a replica.',
    other: 'It owns {n} slots. The server sends its data as to a replica.',
  },
  'redis2.cause.saveReplica': '{master} does not answer: {node} is its replica.',
  'redis2.step.manifest': {
    one: 'Write the list of 1 file',
    other: 'Write the list of {n} files',
  },
  'redis2.cause.manifest': 'Which file holds which slots, with sizes and checksums.',
  'redis2.step.import': 'Copy the keys of {source}, database {database}',
  'redis2.cause.import':
    'Each key goes to the master that owns its slot. A key that is there already stays as it is.',
  'redis2.cause.importReplace':
    'Each key goes to the master that owns its slot. A key that is there already is overwritten.',

  'redis2.step.slotsOk': 'Check the slots on all {count} nodes',
  'redis2.cause.slotsOk': 'Every slot has one owner, none is open, and all nodes say the same.',
} as const;
