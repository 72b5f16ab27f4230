/** Slots on the move: src-main/ops/slots. */
export const redisSlots = {
  'ops.slots.doing': 'Moving slots to {to}',
  'ops.slots.doing.look': 'Looking at who has which slot',
  'ops.slots.doing.settle': 'Putting slots in order',
  'ops.slots.note': '{done} of {all} slots, {keys} keys moved, {rate} keys/s',
  'ops.slots.note.lost': '{node} is no master now; waiting for it or for the replica that takes over',
  'ops.slots.note.task': 'Waiting for a slot migration that the server is running already',
  'ops.slots.note.big':
    'Moving a big key of {megabytes} MB in slot {slot}: its master stands still meanwhile',
  'ops.slots.note.close': 'Closing the slots that are under way',
  'ops.slots.note.settled': '{done} of {all} slots are in order',
  'ops.slots.lost': 'Master {node} does not answer, and no replica has taken over from it. {reason}',
  'ops.slots.lost.hint':
    'Start {node} again, or promote a replica of it (failover), then resume: the move goes on from where the cluster stands.',
  'ops.slots.ownerLost': 'Slot {slot} belongs to node {node}, which does not answer.',
  'ops.slots.ownerLost.hint':
    'Start that node again, or promote a replica of it. If it is gone for good, with its keys, have the check repair the slots that nobody serves.',
  'ops.slots.noOwner': 'Nobody owns slot {slot}, and nobody holds keys of it.',
  'ops.slots.noOwner.hint': 'Run the check: its repair gives such slots to a master.',
  'ops.slots.elsewhere': 'Slot {slot} belongs to {owner} now: somebody else has moved it.',
  'ops.slots.elsewhere.hint': 'Nothing is lost. Make the plan again: it starts from how the cluster is now.',
  'ops.slots.full': 'Master {to} takes no more keys: its memory is at the limit (maxmemory).',
  'ops.slots.full.hint': 'Raise maxmemory on {to} or free memory there, then resume.',
  'ops.slots.login': '{to} does not let {from} in to bring keys: {text}',
  'ops.slots.login.hint':
    'All masters need the same password, and the user must be allowed to run RESTORE. Put it right, then resume.',
  'ops.slots.taskFailed': 'The migration from {from} to {to} ended without success: {text}',
  'ops.slots.failed.hint': 'No key is lost. Look at the nodes’ logs, put it right, then resume.',
  'ops.slots.unsettled':
    'Some slots are still not in order after several rounds: others seem to change them at the same time.',
  'ops.slots.verify.doing': 'Checking that all slots are in order on every node',
  'ops.slots.verify.hint': 'Run the check to see which slots it is, and what repairs them.',
  'ops.slots.verify.uncovered': '{node} sees {slots} of 16384 slots owned.',
  'ops.slots.verify.open': '{node} still has slot {slot} open.',
  'ops.slots.verify.differs': '{node} sees another owner of slot {slot} than {other} does.',
  'ops.slots.verify.note': '{done} of {all} nodes see all slots in order',
} as const;
