/** What the preflight of a Redis cluster says: `what` is found, `hint` is the cure. */
export const redisFindings = {
  'redis.by.container': 'container {name}',
  'redis.by.process': '{name}',
  'redis.by.unknown': 'another program',

  'redis.finding.clusterExists.what':
    'A Redis cluster named {name} is on this engine already, and it differs.',
  'redis.finding.clusterExists.hint':
    'Choose another name, or remove that cluster first. If it comes from a run that did not finish, resume or undo the run.',
  'redis.finding.nameTaken.what': 'The name {name} is used by something else on this engine ({kind}).',
  'redis.finding.nameTaken.hint': 'Choose another name.',
  'redis.finding.containerTaken.what': 'Containers with these names exist already: {names}.',
  'redis.finding.containerTaken.hint':
    'Choose another name pattern, or remove them with “docker rm” when they are not needed.',
  'redis.finding.nodeNames.what': 'Docker does not take {node} as a container name.',
  'redis.finding.nodeNames.hint':
    'Two characters or more: letters, digits, dots, dashes and underscores, the first a letter or digit. Only {placeName} and {placeNumber} are filled in.',

  'redis.finding.networkReserved.what':
    "{network} is one of Docker's own networks: it gives no fixed addresses.",
  'redis.finding.networkReserved.hint': 'Choose another network name.',
  'redis.finding.networkDiffers.what':
    'The network {network} exists already, with driver {driver} and subnet {subnet}.',
  'redis.finding.networkDiffers.hint':
    'Enter that subnet to use the network, or choose another network name.',
  'redis.finding.networkDriver.hint': 'Choose another network name: the nodes need a bridge network.',
  'redis.finding.addressTaken.what': 'Containers on the network {network} have these addresses: {addresses}.',
  'redis.finding.addressTaken.hint': 'Let the first address be {address}.',
  'redis.finding.addressTaken.hintNone':
    'No {count} addresses in a row are free there. Choose another network name and subnet.',
  'redis.finding.subnetNetwork.what': 'The subnet {subnet} overlaps {other} of the Docker network {network}.',
  'redis.finding.subnetInterface.what':
    "The subnet {subnet} overlaps {other} of this computer's interface {interface}.",
  'redis.finding.subnet.hint': 'Use {free}: it is free.',
  'redis.finding.subnet.hintNone': 'Choose a subnet that nothing else uses.',
  'redis.finding.subnetBits.what': '{subnet} is an address inside a subnet, not the subnet itself.',
  'redis.finding.subnetBits.hint': 'Write {canonical}.',
  'redis.finding.subnetPublic.what':
    '{subnet} belongs to the internet: computers there would be out of reach.',
  'redis.finding.addressOutside.what': 'The first address {address} is not in the subnet {subnet}.',
  'redis.finding.addressOutside.hint': 'Use an address from {from} to {to}.',
  'redis.finding.addressRoom.what':
    'The subnet {subnet} has no room for {count} nodes from {address} on: the last would be {last}.',
  'redis.finding.addressRoom.hint': 'Start at {from}, or use a larger subnet.',
  'redis.finding.addressRoom.hintSmall': 'Use a larger subnet: a /{prefix} has room.',
  'redis.finding.addressReserved.what':
    '{address} cannot be a node: it is the network address, the gateway or the broadcast address of {subnet}.',

  'redis.finding.portTaken.what': {
    one: 'Port {ports} is taken by {by}.',
    other: 'Ports {ports} are taken by {by}.',
  },
  'redis.finding.busPortTaken.what': {
    one: 'Bus port {ports} is taken by {by}.',
    other: 'Bus ports {ports} are taken by {by}.',
  },
  'redis.finding.port.hint':
    'Let the first port be {port}: from there on all are free as far as can be told.',
  'redis.finding.port.hintNone': 'Free these ports, or build fewer nodes.',
  'redis.finding.portRange.what':
    'The nodes would use ports {from} to {to}, but a bus port is the port plus 10000 and cannot exceed 65535.',
  'redis.finding.portRange.hint': 'Let the first port be {max} or lower.',

  'redis.finding.hostDesktopOld.what': 'Docker Desktop with engine {version} has no host networking.',
  'redis.finding.hostDesktopOld.hint':
    'Use bridge mode, or update Docker Desktop to 4.34 or later and enable host networking there.',
  'redis.finding.hostDesktop.what': 'Docker Desktop has host networking only when it is enabled.',
  'redis.finding.hostDesktop.hint':
    'Enable it in Docker Desktop: Settings → Resources → Network → Enable host networking. Or use bridge mode.',
  'redis.finding.hostVm.what':
    "The engine runs in a virtual machine: host mode means that machine's network.",
  'redis.finding.hostVm.hint': 'Use bridge mode: its ports are published on this computer.',
  'redis.finding.hostRootless.what':
    "A rootless engine cannot use this computer's network: its host mode is a network of its own.",
  'redis.finding.hostRemote.what':
    'The engine runs on another computer: {address} cannot be checked, nor can its ports.',
  'redis.finding.hostRemote.hint':
    'Make sure that {address} is an address of the computer that the engine runs on.',
  'redis.finding.hostAddress.what': '{address} is not an address of this computer.',
  'redis.finding.hostAddress.hint': 'Choose one of these: {addresses}.',
  'redis.finding.hostLoopback.what': 'With {address} only programs on this computer can use the cluster.',
  'redis.finding.hostLoopback.hint':
    'That is fine for trying it out. For anything else choose another address.',
  'redis.finding.hostLoopbackContainers.what':
    'Containers cannot reach {address}: for them it is the container itself. Only those with --network host can.',
  'redis.finding.hostLoopbackContainers.hint': 'Choose another address of this computer.',
  'redis.finding.lanLoopback.what': 'Other computers cannot reach {address}: for them it is they themselves.',
  'redis.finding.lanLoopback.hint': 'Choose an address of this computer that the others can reach.',
  'redis.finding.announceMissing.what': 'Other computers need an address of this computer to connect to.',
  'redis.finding.announceNotHere.what': '{address} is not an address of this computer.',
  'redis.finding.announceNotHere.hint':
    'Keep it if a router forwards it here, and the nodes can reach it as well. Addresses here: {addresses}.',
  'redis.finding.announceUnused.what':
    'The announce address is used in bridge mode for other computers only.',
  'redis.finding.announceUnused.hint': 'Leave it out, or let the clients be on other computers (lan).',
  'redis.finding.engineRemote.what':
    'The engine runs on another computer: ports published on its 127.0.0.1 cannot be reached from here.',
  'redis.finding.engineRemote.hint':
    'Let the clients be on other computers (lan) and announce an address of it.',
  'redis.finding.natMap.what':
    "The engine runs in a virtual machine: programs on this computer cannot reach the nodes' own addresses.",
  'redis.finding.natMap.hint':
    'Clients must map each node to 127.0.0.1 and its port (natMap in ioredis). The page of the cluster shows how.',

  'redis.finding.imageInvalid.what': '{image} is not an image name.',
  'redis.finding.imageInvalid.hint': 'Write it as redis:7.0 or registry.example:5000/redis:7.0.',
  'redis.finding.imagePull.what': 'The engine does not have {image} yet. It will be pulled.',
  'redis.finding.imagePull.hint': 'This takes a while and needs access to the registry.',
  'redis.finding.imageOld.what': '{image} looks older than Redis 6.2.',
  'redis.finding.imageOld.hint': 'Use Redis 6.2 or later, or Valkey 8 or later.',

  'redis.finding.memoryTiny.what': 'A node cannot live in {memory}: Docker takes no limit below 6 MB.',
  'redis.finding.memorySmall.what':
    'A node needs about 12 MB before it holds any data; the limit is {memory}.',
  'redis.finding.memoryLimit.hint': 'Allow 64mb or more.',
  'redis.finding.memoryEngine.what':
    '{count} nodes need about {need} MB even when empty; the engine has {have} MB in all.',
  'redis.finding.memoryFree.what':
    '{count} nodes need about {need} MB even when empty; only {have} MB are free.',
  'redis.finding.memoryNodes.hint': 'Build fewer nodes, or give the engine more memory.',
  'redis.finding.memorySum.what':
    'The limits of {count} nodes add up to {need} MB; the engine has {have} MB in all.',
  'redis.finding.memorySum.hint':
    'It works until the nodes fill up; then the kernel ends some of them. Lower the limit or build fewer nodes.',

  'redis.finding.volumeTaken.what': 'Volumes with old data exist already: {names}.',
  'redis.finding.volumeTaken.hint':
    'Choose another name, or undo the run that left them. If old data may go: docker volume rm.',
  'redis.finding.folderTaken.what': 'Folders that are not empty: {paths}.',
  'redis.finding.folderTaken.hint':
    'Choose another folder, undo the run that left them, or move what is there. Nodes must not start with old data.',
  'redis.finding.folderRemote.what': "The engine runs on another computer: folders would be that computer's.",
  'redis.finding.folderRemote.hint': 'Keep the data in volumes.',
  'redis.finding.folderPath.what': '{path} cannot be used as a folder for data.',
  'redis.finding.folderPath.hint': 'Write an absolute path without . and .. parts, not the root itself.',
  'redis.finding.diskFull.what': 'The disk is nearly full: {have} MB free.',
  'redis.finding.diskFull.hint': 'Make room before you build: at least 1 GB.',
  'redis.finding.diskLow.what': 'The disk is filling up: {have} MB free.',
  'redis.finding.diskLow.hint': 'Fine for trying it out. Data, append-only files and logs will need more.',

  'redis.finding.noReplicas.what':
    'Without replicas there is no failover: when a master fails, its slots are gone.',
  'redis.finding.noReplicas.hint': 'Choose 1 replica per master unless the data can be made again.',
  'redis.finding.oneMachine.what': 'All nodes stand on one computer.',
  'redis.finding.oneMachine.hint':
    'The cluster survives the loss of a container, not of the computer. For learning, development and tests that is enough.',
  'redis.finding.appendonlyOff.what':
    'Without the append-only file a restart loses what was written since the last snapshot.',
  'redis.finding.appendonlyOff.hint': 'Switch appendonly on unless the cluster is a mere cache.',
  'redis.finding.restartNo.what': 'The containers will not start again by themselves after a reboot.',
  'redis.finding.restartNo.hint': 'Choose unless-stopped if they should.',
  'redis.finding.noPassword.what': 'Anyone who reaches {address} can read, change and delete everything.',
  'redis.finding.noPassword.hint':
    'Set a password. Without one, protected mode has to be off for the nodes to talk.',

  'redis.finding.removeUnknown.what': 'There is no Redis cluster named {name} on this engine.',
  'redis.finding.removeUnknown.hint': 'Look at the list of clusters, or choose another engine.',
  'redis.finding.removeMissing.what': 'These containers are gone already: {names}.',
  'redis.finding.removeMissing.hint': 'Nothing has to be done for them.',
  'redis.finding.removeContainers.what': {
    one: '{n} container will be stopped and removed: {names}.',
    other: '{n} containers will be stopped and removed: {names}.',
  },
  'redis.finding.removeContainers.hint': 'Programs that use the cluster will get errors from then on.',
  'redis.finding.removeData.what': 'All data will be deleted: {names}.',
  'redis.finding.removeData.hint': 'It cannot be brought back. Make a copy first if in doubt.',
  'redis.finding.keepData.what': 'The data stays: {names}.',
  'redis.finding.keepData.hint':
    'A cluster of the same name cannot be built until it is gone. It can be deleted with the volumes option.',
  'redis.finding.keepFolder.what': 'This folder stays: {path}.',
  'redis.finding.keepFolder.hint':
    'It is not clear that it holds only data of this cluster. Delete it by hand.',
  'redis.finding.keepNetwork.what': 'The network {network} stays: {names} are on it.',
  'redis.finding.keepNetwork.hint': 'Remove it when nothing uses it any more: docker network rm.',
} as const;
