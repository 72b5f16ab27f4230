/** What is explained in place: a title and two to four plain sentences each. */
export const learn = {
  'learn.open': 'Explain this page',
  'learn.title': 'In short',
  'learn.all': 'All topics',
  'learn.some': 'This page only',
  'learn.byHand': 'Show me by hand',
  'learn.picture': 'Picture: {title}',

  'learn.slot.title': 'Slots, and why 16384',
  'learn.slot.text':
    'A key belongs to the slot CRC16(key) mod 16384, and each master serves a share of the slots. A node tells all its slots in every heartbeat, one bit each: 16384 of them are 2 KB, little enough to send each second, and enough for up to 1000 masters. A part between braces decides alone, so that related keys share a slot.',
  'learn.masters.title': 'Why three masters',
  'learn.masters.text':
    'A master that fails is replaced when more than half of all masters agree that it is gone. Of two masters, one is left, which is not more than half. Of three, two are left and can agree: three is the least that survives a failure.',
  'learn.quorum.title': 'Quorum: more than half',
  'learn.quorum.text':
    'When the network splits, only the side with more than half of the voters goes on; the other stops writing after the node timeout, so that no two sides take different writes. 3 voters bear the loss of 1, 5 of 2, 7 of 3. A fourth voter adds no safety. Swarm managers vote in the same way.',
  'learn.replica.title': 'Replicas',
  'learn.replica.text':
    'A replica holds a copy of one master and takes its place when it fails. Copying is asynchronous: the last writes before a crash may be lost. On the same computer as its master it protects against a crash of the process, not of the computer.',
  'learn.busPort.title': 'Bus port',
  'learn.busPort.text':
    'Each node listens on two ports: one for clients (6381), and one for the other nodes, 10000 above it (16381). On the bus they tell each other who is alive and who serves which slots. A cluster that never finishes forming most often lacks a way from bus port to bus port.',
  'learn.announce.title': 'Announced addresses',
  'learn.announce.text':
    'Who asks the wrong node is sent on to the right one, at the address that it announces (MOVED). If the client cannot reach that address, the cluster looks well and still does not work. That is why a container’s published port must be the port that it announces.',
  'learn.reshard.title': 'Moving slots',
  'learn.reshard.text':
    'Resharding moves slots with their keys from one master to another while both go on serving. A key that has left already is asked for with ASK at its new place. New masters begin empty: they carry load only once they have slots.',
  'learn.failover.title': 'Failover',
  'learn.failover.text':
    'When a master is silent for the node timeout and the other masters agree, one of its replicas is promoted, and clients are sent there. A planned failover first lets the replica catch up and loses nothing. A drill shows how long yours takes.',
  'learn.persistence.title': 'What survives a restart',
  'learn.persistence.text':
    'The append-only file (AOF) keeps every write and is replayed at the start: at most about a second is lost. A snapshot (RDB) is the whole data at one moment: small and good for backups, but what came after is lost. Both lie in /data: on a volume they outlive the container.',

  'learn.stack.title': 'Stack, service, container',
  'learn.stack.text':
    'A stack is what one compose file describes. A service is one part of it: an image, its settings, and how many are to run. A container is one of these, running. Services find each other by their names.',
  'learn.compose.title': 'What “up” does',
  'learn.compose.text':
    'Compose keeps a fingerprint of each service’s configuration on its containers. “up” compares: what is the same stays, what differs is made anew, what is missing is made. Volumes stay, so a new container finds the data of the old one.',
  'learn.depends.title': 'Who waits for whom',
  'learn.depends.text':
    'depends_on gives the order of starting, and nothing more: a database that has started may not yet answer. With condition: service_healthy, the next one waits until the health check passes.',
  'learn.container.title': 'Image and container',
  'learn.container.text':
    'An image is a set of read-only layers. A container is a process that runs on them, with a thin layer of its own for what it writes. That layer goes with the container: what is to be kept belongs in a volume.',
  'learn.restart.title': 'Restart policies',
  'learn.restart.text':
    'no: it stays stopped. on-failure: it is started again when it ended with another code than 0, as often as you say. always: it is started again whatever the code, also when the engine starts. unless-stopped: the same, but one that you stopped stays stopped.',
  'learn.exit.title': 'Exit codes',
  'learn.exit.text':
    '0: done. 1: the program’s own error. 125: docker refused. 126: the command cannot be executed. 127: it was not found. Above 128: ended by signal number code − 128, so 130 is Ctrl+C, 137 is SIGKILL (often out of memory), 143 is SIGTERM (docker stop).',
  'learn.names.title': 'Names on a network',
  'learn.names.text':
    'On a network that you made, Docker answers for names: containers reach each other by name, whatever their addresses. On the default bridge it does not. A published port is for the world outside; between containers use the name and the port inside.',
  'learn.layers.title': 'Layers are shared',
  'learn.layers.text':
    'Images that begin alike share their layers on disk. The sizes in the list therefore add up to more than they take, and removing one image may free little. An image is in use as long as any container, even a stopped one, was made from it.',
  'learn.volume.title': 'Volume or folder',
  'learn.volume.text':
    'A named volume is kept by Docker and outlives its containers. A bind mount is a folder of the computer, seen inside. An anonymous volume was not given a name: it stays behind when its container goes, and is what cleaning up finds most of.',
  'learn.cadvisor.title': 'cAdvisor, InfluxDB, Grafana',
  'learn.cadvisor.text':
    'The classic trio: cAdvisor reads the kernel’s counters of each container, InfluxDB keeps them, Grafana draws them. Flotilla reads the engine’s own counters, keeps them and draws them without any of the three; where they run, it uses what they know.',
  'learn.cpu.title': 'CPU in percent',
  'learn.cpu.text':
    '100 % is one core kept busy; four busy cores are 400 %. A limit of 0.5 CPUs is reached at 50 %: beyond it the kernel makes the container wait. That is throttling: slow, without any error.',
  'learn.memory.title': 'Working set',
  'learn.memory.text':
    'The working set is what a container holds without the file cache that the kernel can drop at once. It is what counts against the limit: where it is reached, a process is killed (exit code 137, OOMKilled).',
  'learn.alert.title': 'When an alert fires',
  'learn.alert.text':
    'A condition must hold for the whole time that the rule names, so that one peak wakes nobody. No data is a state of its own: it is not the same as all is well. A silence keeps a rule quiet until a moment that you choose.',
  'learn.run.title': 'Observe, plan, review, run, verify',
  'learn.run.text':
    'Flotilla looks at what is there, plans the steps, shows each with its commands, and runs them once you agree. Each step is written down before it begins: a run that broke off is resumed or undone, also after a crash. The last steps prove the outcome.',
  'learn.engine.title': 'The Docker engine',
  'learn.engine.text':
    'The engine is the service that runs containers; the docker command and Flotilla only talk to it, over a socket. A context names one engine. Who reaches its socket is as mighty as root: open a port to it with TLS or by SSH only, never 2375 bare.',

  'learn.do.build': 'Build a Redis cluster',
  'learn.do.slots': 'Move slots',
  'learn.do.grow': 'Add nodes',
  'learn.do.drill': 'Try it: a failover drill',
  'learn.do.failover': 'Promote a replica',
  'learn.do.backup': 'Make a backup',
  'learn.do.stack': 'New stack',
  'learn.do.container': 'Run a container',
  'learn.do.containers': 'See your containers',
  'learn.do.networks': 'See the networks',
  'learn.do.images': 'See the images',
  'learn.do.volumes': 'See the volumes',
  'learn.do.monitor': 'Open the Monitor',
  'learn.do.alerts': 'Open Alerts',
  'learn.do.runs': 'See past runs',
  'learn.do.engines': 'Engines',

  'learn.pic.master': 'Master',
  'learn.pic.replica': 'Replica',
  'learn.pic.client': 'Client',
  'learn.pic.key': 'key user:42',
  'learn.pic.slotOf': 'slot 15880',
  'learn.pic.majority': '2 of 3: goes on',
  'learn.pic.minority': '1 of 3: stops',
  'learn.pic.copy': 'copies',
  'learn.pic.clients': 'clients',
  'learn.pic.nodes': 'other nodes',
  'learn.pic.node': 'Node {name}',
  'learn.pic.promoted': 'promoted',
  'learn.pic.memory': 'Memory',
  'learn.pic.everyWrite': 'every write',
  'learn.pic.snapshot': 'one moment',
  'learn.pic.stack': 'Stack',
  'learn.pic.service': 'Service {name}',
  'learn.pic.same': 'same: stays',
  'learn.pic.differs': 'differs: anew',
  'learn.pic.missing': 'missing: made',
  'learn.pic.healthy': 'healthy',
  'learn.pic.own': 'own layer: goes',
  'learn.pic.layer': 'image layer: read-only',
  'learn.pic.again': 'again',
  'learn.pic.engineStart': 'engine starts',
  'learn.pic.stopped': 'you stopped it',
  'learn.pic.done': 'done',
  'learn.pic.program': 'program',
  'learn.pic.docker': 'docker',
  'learn.pic.signal': 'signal',
  'learn.pic.sharedLayer': 'shared once on disk',
  'learn.pic.volume': 'Volume',
  'learn.pic.folder': 'Folder',
  'learn.pic.unnamed': 'Unnamed',
  'learn.pic.container': 'Container',
  'learn.pic.counters': 'counters',
  'learn.pic.keeps': 'keeps',
  'learn.pic.draws': 'draws',
  'learn.pic.core': 'one core: 100 %',
  'learn.pic.limit': 'limit 50 %',
  'learn.pic.cache': 'file cache',
  'learn.pic.workingSet': 'working set',
  'learn.pic.killed': 'limit: killed',
  'learn.pic.peak': 'a peak: quiet',
  'learn.pic.fires': 'long enough: fires',
  'learn.pic.observe': 'Observe',
  'learn.pic.plan': 'Plan',
  'learn.pic.review': 'Review',
  'learn.pic.run': 'Run',
  'learn.pic.verify': 'Verify',
  'learn.pic.socket': 'socket',
  'learn.pic.engine': 'Engine',
} as const;
