export const redisOps = {
  'ops.redis.doing.talk': 'Talking to Redis node {node} ({address})',
  'ops.redis.doing.node': 'Working on Redis node {node}',
  'ops.redis.unreachable': 'Node {node} cannot be reached at {address}: {reason}.',
  'ops.redis.unreachable.hint':
    'Check that the server runs and that nothing blocks the port, then try again.',
  'ops.redis.unreachable.hint.container':
    'Check that the container runs (docker ps -a) and what it says (docker logs {container}), then try again.',
  'ops.redis.silent': 'Node {node} at {address} took the connection but did not answer in time.',
  'ops.redis.silent.hint':
    'The server may be busy or stopped in a debugger, or the computer is overloaded. Try again in a moment.',
  'ops.redis.loading': 'Node {node} at {address} is still loading its data.',
  'ops.redis.loading.hint': 'Wait until it has loaded, then try again.',
  'ops.redis.authRequired': 'Node {node} at {address} asks for a password and none was given.',
  'ops.redis.authRequired.hint': 'Give the cluster’s password (requirepass in the nodes’ configuration).',
  'ops.redis.authWrong': 'Node {node} at {address} does not accept the password.',
  'ops.redis.authWrong.hint':
    'Give the password that stands as requirepass in the node’s configuration. All nodes need the same one.',
  'ops.redis.notPermitted': 'Node {node} at {address} does not allow this user to do that: {text}',
  'ops.redis.notPermitted.hint': 'Use a user with the right to run CLUSTER, CONFIG and INFO commands.',
  'ops.redis.protected': 'Node {node} at {address} is in protected mode and refuses connections from here.',
  'ops.redis.protected.hint': 'Set a password, or start the server with --protected-mode no.',
  'ops.redis.notCluster': 'The server at {address} ({node}) does not run in cluster mode.',
  'ops.redis.notCluster.hint': 'Start it with --cluster-enabled yes.',
  'ops.redis.tls': 'TLS with node {node} at {address} failed: {reason}.',
  'ops.redis.tls.hint':
    'Check that the port speaks TLS, that the CA file signed the server’s certificate, that the name in it fits (server name), and that the client certificate is given where the server asks for one.',
  'ops.redis.tlsFile': 'The file {path} could not be read: {reason}.',
  'ops.redis.tlsFile.hint': 'Give the path of a PEM file on this computer that you may read.',
  'ops.redis.refused': 'Node {node} at {address} refused: {text}',
  'ops.redis.refused.hint': 'Look at the node’s log for more, put it right, then try again.',

  'ops.redis.timeout': 'It was not done within {seconds} s. {missing}',
  'ops.redis.containerGone': 'Container {container} is no longer there.',
  'ops.redis.containerExited': 'Container {container} has ended with exit code {code}.',
  'ops.redis.containerRestarts':
    'Container {container} ends right after its start, again and again (exit code {code}).',
  'ops.redis.containerFull.hint':
    'The disk is full. Free some space (docker system df shows what Docker uses), then resume, which starts it again, or undo.',
  'ops.redis.containerMute.hint':
    'It left not a word, as happens on a full disk: see with “docker system df”, and free some space. Then resume, which starts it again, or undo. Or watch it with: docker start -a {container}.',
  'ops.redis.containerExited.hint':
    'See why with: docker logs {container}. Then resume, which starts it again, or undo.',
  'ops.redis.containerOom': 'Container {container} was ended because it used more memory than it may.',
  'ops.redis.containerOom.hint': 'Undo, give the nodes more memory, and build again.',

  'ops.redis.ping.doing': 'Waiting until node {node} answers',
  'ops.redis.ping.hint': 'See what the server says with: docker logs {container}. Then resume, or undo.',
  'ops.redis.addSlots.doing': 'Giving slots to node {node}',
  'ops.redis.addSlots.taken': 'Slot {slot} already belongs to {owner}.',
  'ops.redis.addSlots.taken.hint':
    'The node knows an older cluster. Use new volumes or folders, or remove that cluster first.',
  'ops.redis.replicate.doing': 'Making {node} a replica of {master}',
  'ops.redis.replicate.notEmpty': 'Node {node} holds keys or slots, so it cannot become a replica.',
  'ops.redis.replicate.notEmpty.hint': 'Use a node with an empty volume, or empty this one (FLUSHALL) first.',

  'ops.redis.agree.doing': {
    one: 'Waiting until the node knows itself',
    other: 'Waiting until all {n} nodes know each other',
  },
  'ops.redis.agree.note': '{done} of {all} nodes agree',
  'ops.redis.agree.hint':
    'Check that every node reaches the others at their announced address, on the port and on the bus port (port + 10000). A firewall between them or a wrong announce address is the usual cause. Then resume.',
  'ops.redis.synced.doing': 'Waiting until {node} has copied {master}',
  'ops.redis.synced.behind': '{node} is {bytes} bytes behind.',
  'ops.redis.synced.linkDown': '{node} has no link to its master {master} yet.',
  'ops.redis.synced.hint':
    'See what the replica says with: docker logs {node}. A wrong masterauth password and a full disk are the usual causes. Then resume.',
  'ops.redis.stateOk.doing': {
    one: 'Waiting until the node says cluster_state:ok',
    other: 'Waiting until all {n} nodes say cluster_state:ok',
  },
  'ops.redis.stateOk.note': '{done} of {all} nodes say ok',
  'ops.redis.stateOk.hint':
    'Look at CLUSTER INFO and CLUSTER NODES of the nodes named above, put it right, then resume.',

  'ops.redis.missing.silent': '{node} does not answer.',
  'ops.redis.missing.unknown': '{node} does not know {other} yet.',
  'ops.redis.missing.stranger':
    '{node} knows {other}, which is not one of these nodes: an old nodes.conf, or another cluster.',
  'ops.redis.missing.handshake': '{node} has not ended its handshakes.',
  'ops.redis.missing.link': '{node} has no bus link to {other}.',
  'ops.redis.missing.view': '{node} sees other owners of the slots, or other roles, than most nodes do.',
  'ops.redis.missing.slots': '{node} sees {slots} of 16384 slots served.',
  'ops.redis.missing.state': '{node} says cluster_state:fail.',

  'ops.redis.redirect.doing': 'Following a redirect from one node to another',
  'ops.redis.redirect.hint':
    'The nodes announce an address that does not lead to them from there. Check the announce address and ports, and who is to connect (this computer, containers, other computers).',
  'ops.redis.redirect.noOwner': 'No two masters share the slots, so there is no redirect to follow.',
  'ops.redis.redirect.noMoved': '{node} took a key whose slot another node should own.',
  'ops.redis.redirect.noMovedInside': 'In container {container}, redis-cli got no redirect but: {text}',
  'ops.redis.redirect.noContainer': 'Node {node} has no container to look from.',
  'ops.redis.redirect.wrong': '{node} sends clients to {got}; the owner’s announced address is {expected}.',
  'ops.redis.redirect.lost': 'A key written to {node} could not be read back from it.',
  'ops.redis.redirect.inside': 'From container {container}, {address} could not be used: {text}',
} as const;
