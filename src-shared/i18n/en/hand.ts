/** The way by hand: what a tutorial would have one type, with the names of what stands. */
export const hand = {
  'hand.title': '{name} by hand',
  'hand.lead':
    'What you would type without Flotilla, with the names, addresses and ports of what stands. These are for reading and for practice elsewhere: here, it stands already.',
  'hand.contents': 'Steps',
  'hand.nothing': 'There is nothing here to write down yet',
  'hand.nothing.text': 'No node could be asked, or nothing of it stands on this engine.',
  'hand.destructive': 'This takes away what stands.',
  'hand.password': 'The password',
  'hand.password.text':
    'It is typed once and kept in a variable of the shell, so that it stands in no history. Given to the server on its command line, it can still be read with docker inspect: Flotilla writes it into a file that only the server reads.',
  'hand.network': 'A network with fixed addresses',
  'hand.network.text':
    'A node tells the others its address. On a network of its own with a subnet, each container gets an address that it keeps.',
  'hand.nodes': { one: 'One server', other: '{n} servers' },
  'hand.nodes.bridge':
    'Each is an ordinary server with cluster mode on. It announces the address on the network and the very port that is published: with any other, clients are sent where nobody answers.',
  'hand.nodes.host':
    'Each is an ordinary server with cluster mode on. In host mode it uses this computer’s own ports: the client port, and the bus port 10000 above it. --privileged, as many tutorials have it, is not needed.',
  'hand.join': 'Make one cluster of them',
  'hand.join.text':
    'redis-cli deals the 16384 slots out to the masters, tells the nodes of each other, and attaches the replicas. It shows its proposal and asks: answer yes.',
  'hand.join.unknown': 'No master could be asked.',
  'hand.look': 'Look whether it works',
  'hand.look.text':
    'cluster_state:ok, 16384 slots covered, and with -c a redirect that is followed to the node that has the key.',
  'hand.look.stack': 'What runs, what it says, why it stopped, and who is on the network.',
  'hand.out': 'Grow by a master and its replica',
  'hand.out.text':
    'Two more servers; the first joins as a master without slots, is given {slots} of them from all others, and then gets its replica. redis-cli asks the questions one by one when the options are left out.',
  'hand.in': 'Shrink again',
  'hand.in.text':
    'The other way round: first the replica leaves, then the slots go back to the masters that stay, and only the empty master is removed. A master that still has slots must not be removed: its keys would be lost.',
  'hand.remove': 'Remove all of it',
  'hand.remove.text':
    'Containers, data and network. Data that were deleted do not come back: make a backup first.',
  'hand.compose': 'With docker compose',
  'hand.compose.text': 'Check the files, bring everything up, look around, and restart one service.',
  'hand.secrets': 'Secrets',
  'hand.secrets.text':
    'Typed once and kept in variables of the shell: docker run takes each by its name, so that no value stands in the history.',
  'hand.networks': 'Networks and volumes',
  'hand.networks.text':
    'Without compose they are made first. Containers on one of these networks find each other by name.',
  'hand.run': 'The containers, one by one',
  'hand.run.text':
    'In the order in which they need each other. Only what differs from the image’s own settings is given. Nothing waits until a database answers: that is for you to see.',
  'hand.remove.stack': 'Take it down',
  'hand.remove.stackText':
    'With compose the first line, by hand the others. Volumes stay, and with them the data. Add --volumes to “down” only if you mean to lose them.',
  'hand.container': 'The container',
  'hand.container.text':
    'Only what differs from the image’s own settings is given. A further network is joined afterwards: docker run takes one.',
  'hand.look.container':
    'Whether it runs, what it says, how it ended, what it uses; and a shell in it, which you leave with exit.',
  'hand.remove.container': 'Remove it',
  'hand.remove.containerText':
    'The container goes, with what was written inside of it. Its network and the volumes that have a name stay.',
} as const;
