export const ops = {
  // Ops on the engine: what is going on, and errors that know more than the engine's words.
  'ops.docker.doing.check': 'Looking for {path} in container {name}',
  'ops.docker.doing.write': 'Writing {path} in container {name}',
  'ops.docker.pull.note': { one: '{done} of {n} layer', other: '{done} of {n} layers' },
  'ops.docker.networkTaken': 'There is a network named {name} already, and it is not this run’s.',
  'ops.docker.containerTaken': 'There is a container named {name} already, and it is not this run’s.',
  'ops.docker.subnetTaken': 'The subnet {subnet} overlaps with {other} of network {network}.',
  'ops.docker.subnetTaken.hint':
    'Choose another subnet. Or remove that network if nothing needs it: docker network rm {network}',
  'ops.docker.portOfContainer': 'Port {port} is taken by container {name}.',
  'ops.docker.portOfContainer.hint':
    'Stop it (docker stop {name}) and resume this run. Or undo it and choose other ports.',
  'ops.docker.portOfProgram': 'Port {port} is taken by the program {name}.',
  'ops.docker.portOfProgram.hint': 'Stop {name} and resume this run. Or undo it and choose other ports.',
  'ops.docker.portTaken': 'Port {port} is taken by another program.',
  'ops.docker.portTaken.hint':
    'Find it (sudo ss -ltnp "sport = :{port}"), stop it and resume this run. Or undo it and choose other ports.',
  'ops.docker.addressTaken': 'The address {address} is taken on network {network} by container {name}.',
  'ops.docker.imageMissing.hint': 'Pull it (docker pull {image}) and resume this run.',
  'ops.docker.present': 'Container {name} holds {path} already: its storage comes from an earlier node.',
  'ops.docker.present.hint':
    'Undo this run. Then remove the old volume or folder, or choose another name, and build again.',
  'ops.docker.noSecret': 'The file needs {name}, and no secret of that name is given.',
  'ops.docker.noSecret.hint': 'Make the plan anew.',
  'ops.docker.noHandler': 'This version of Flotilla does not know the step {kind}.',
  'ops.docker.noHandler.doing': 'Reading the plan',
  'ops.docker.noHandler.hint': 'Update Flotilla, then resume the run.',

  // Folders on this computer.
  'ops.host.doing.create': 'Making the folder {path}',
  'ops.host.doing.remove': 'Removing the folder {path}',
  'ops.host.remote': 'The engine runs on another computer: folders cannot be made there from here.',
  'ops.host.remote.hint': 'Use volumes for the data.',
  'ops.host.denied': 'You may not write to {path}.',
  'ops.host.denied.create.hint':
    'Choose a folder in your home, or make it yours: sudo mkdir -p {path} && sudo chown "$USER" {path}',
  'ops.host.denied.remove.hint':
    'The containers’ files belong to their own users. Remove it with: sudo rm -rf {path}',
  'ops.host.notFolder': '{path} is there, and is not a folder.',
  'ops.host.notFolder.hint': 'Choose another folder.',
  'ops.host.dangerous':
    'Flotilla does not remove {path}: it holds, or may hold, much more than a node’s data.',
  'ops.host.dangerous.hint': 'Remove the data by hand.',
  'ops.host.inUse': 'Container {name} uses {path}, or a folder in it.',
  'ops.host.inUse.hint': 'Remove {name} first if its data may go; else leave the folder as it is.',
  'ops.host.full': 'The disk is full.',
  'ops.host.full.hint': 'Free some space, then resume this run.',
} as const;
