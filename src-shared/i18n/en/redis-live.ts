export const redisLive = {
  'live.forget.doing': 'Having all nodes forget {node}',
  'live.forget.note': '{done} of {all} nodes have forgotten it',
  'live.forget.hint':
    'A replica cannot forget its own master: give it another first. Check that all nodes answer, then resume.',
  'live.forget.refused': '{node} said: {words}',
  'live.forget.notEmpty':
    '{node} still owns {slots} slots and holds {keys} keys. Forgotten, they would be lost.',
  'live.forget.notEmpty.hint': 'Move its slots to other masters first, then resume.',
  'live.forget.undo.doing': 'Taking {node} in again',

  'live.failover.doing': 'Promoting {node}',
  'live.failover.note': 'Waiting until all nodes see {node} as master',
  'live.failover.behind': '{node} does not know yet which slots {master} has.',
  'live.failover.still': '{node} is still a replica.',
  'live.failover.unaware': '{node} does not see the change yet.',
  'live.failover.hint.graceful':
    'See that the replica’s link to its master is up and its lag small. If the master does not answer, promote it by force.',
  'live.failover.hint.force':
    'A forced failover needs the votes of most masters. If most of them are down, take over without votes.',
  'live.failover.masterDown': '{node} has no link to its master {master}, so the two cannot hand over.',
  'live.failover.masterDown.hint': 'Promote it by force. Writes that did not reach it are then lost.',

  'live.watch.doing': 'Watching how the cluster copes without {node}',
  'live.watch.note': { one: 'Nothing seen yet after 1 s', other: 'Nothing seen yet after {n} s' },
  'live.watch.hint':
    'See the timeline for how far it came, and the nodes’ logs (docker logs). Then undo, which heals the node.',
  'live.watch.missing.promoted': 'No replica of {node} was promoted, or the cluster is not ok again.',
  'live.watch.missing.failed': 'The nodes have not agreed that {node} failed.',
  'live.watch.missing.recovered': '{node} is not back as a working node.',

  'live.event.suspected': '{node} is suspected',
  'live.event.failed': 'The nodes agree that {node} has failed',
  'live.event.promoted': '{node} was promoted in place of {other}',
  'live.event.demoted': '{node} follows {other} now',
  'live.event.recovered': '{node} is back',
  'live.event.joined': '{node} has joined',
  'live.event.left': '{node} has left',
  'live.event.slots-moved': {
    one: '1 slot of {node} went to {other}',
    other: '{n} slots of {node} went to {other}',
  },
  'live.event.link-down': '{node} lost its master {other}',
  'live.event.link-up': '{node} is connected to its master {other}',
  'live.event.state-fail': 'The cluster does not serve all slots',
  'live.event.state-ok': 'The cluster is ok',
  'live.event.epoch': 'Epoch {n} has begun',
} as const;
