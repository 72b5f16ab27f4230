/** Why a container stopped. */
export const stacksExit = {
  'stacks.exit.theProgram': 'the program',
  'stacks.exit.theSource': 'the source',

  'stacks.exit.created.head': 'It has not been started yet',
  'stacks.exit.created.what': 'The container was created and nothing has run in it so far.',
  'stacks.exit.running.head': 'It is running',
  'stacks.exit.running.what': 'Nothing is wrong with it.',
  'stacks.exit.paused.head': 'It is paused',
  'stacks.exit.paused.what':
    'Its processes are frozen. They keep their memory and connections, and answer nothing until it is unpaused.',
  'stacks.exit.starting.head': 'Its health check has not passed yet',
  'stacks.exit.starting.what': 'It runs. The engine waits for the first check that passes.',
  'stacks.exit.restarted.head': {
    one: 'It is running again after 1 restart',
    other: 'It is running again after {n} restarts',
  },
  'stacks.exit.restarted.what':
    'Its program ended and the engine started it again. The last lines of its output may say why.',
  'stacks.exit.unhealthy.head': {
    one: 'Unhealthy: its health check has failed',
    other: 'Unhealthy: its health check has failed {n} times in a row',
  },
  'stacks.exit.unhealthy.what': 'It runs, but the check inside it ended with code {code}: {said}',
  'stacks.exit.unhealthy.silent': 'it printed nothing.',

  'stacks.exit.done.head': 'It finished',
  'stacks.exit.done.what': 'Its program ended by itself and reported success (code 0).',
  'stacks.exit.one.head': 'Its program ended with an error (code 1)',
  'stacks.exit.one.what':
    'Code 1 is what most programs give for any error of theirs. What it was stands in its output, not in the code.',
  'stacks.exit.two.head': 'Its program ended with an error (code 2)',
  'stacks.exit.two.what':
    'Shells give 2 for a command line that they cannot read; many programs for a wrong option, some for errors of their own.',
  'stacks.exit.app.head': 'Its program ended with an error (code {code})',
  'stacks.exit.app.what':
    'The program chose code {code} itself. Its documentation and its output say what it means.',
  'stacks.exit.own125.head': 'Its program ended with code 125',
  'stacks.exit.own125.what':
    'The program chose 125 itself. Where guides say that 125 means “the container failed to run”, they speak of the docker run command’s own code: then there is no container that ended.',
  'stacks.exit.own128.head': 'Its program ended with code 128',
  'stacks.exit.own128.what': 'The program chose 128 itself. No signal is meant: those begin at 129.',
  'stacks.exit.shell126.head': 'A command in it could not be executed (code 126)',
  'stacks.exit.shell126.what':
    'The container started, and a shell in it found a command but was not allowed to execute it: the file has no x permission, or it is a folder.',
  'stacks.exit.shell127.head': 'A command in it was not found (code 127)',
  'stacks.exit.shell127.what':
    'The container started, and a shell in it looked for a command that the image does not have.',
  'stacks.exit.lost.head': 'It ended with code 255',
  'stacks.exit.lost.what':
    'Either its program ended with -1, or the engine lost sight of it (it crashed, or the computer went down) and could not learn the real code.',

  'stacks.exit.oom.head': 'Out of memory: the kernel killed it (code 137)',
  'stacks.exit.oom.what':
    'It wanted more memory than its limit of {limit} allows, so the kernel killed it with SIGKILL. The engine confirms it (OOM).',
  'stacks.exit.oom.whatHost':
    'It has no limit of its own, so the computer itself was out of memory and the kernel killed it with SIGKILL. The engine confirms it (OOM).',
  'stacks.exit.oomChild.head': 'One of its processes was killed for lack of memory',
  'stacks.exit.oomChild.what':
    'The kernel killed a process inside it that wanted more memory than allowed (OOMKilled); its main program then ended with code {code}.',
  'stacks.exit.stopTimeout.head': 'It did not stop in time and was killed (code 137)',
  'stacks.exit.stopTimeout.what': {
    one: 'It was asked to stop with {signal}, did not end within 1 second, and was killed with SIGKILL. This is no lack of memory.',
    other:
      'It was asked to stop with {signal}, did not end within {n} seconds, and was killed with SIGKILL. This is no lack of memory.',
  },
  'stacks.exit.killed.head': 'Somebody killed it (code 137)',
  'stacks.exit.killed.what':
    'SIGKILL was sent to it by way of the engine, as docker kill and docker rm -f do. This is no lack of memory.',
  'stacks.exit.killedOutside.head': 'It was killed from outside the engine (code 137)',
  'stacks.exit.killedOutside.what':
    'SIGKILL ended it, and it did not come by way of the engine: a process inside it or on the computer sent it, or the engine itself was shut down. The engine saw no lack of memory (OOMKilled is false).',
  'stacks.exit.killedUnknown.head': 'It was killed (code 137)',
  'stacks.exit.killedUnknown.what':
    'SIGKILL ended it. The engine saw no lack of memory (OOMKilled is false). Most often it was asked to stop and did not within {seconds} s, or somebody killed it; the engine no longer knows which.',
  'stacks.exit.stopped.head': 'It was stopped',
  'stacks.exit.stopped.what': 'It was asked to stop with {signal} and ended. This is a normal stop.',
  'stacks.exit.stopped.whatCode':
    'It was asked to stop with {signal} and ended by itself with code {code}. This is a normal stop.',
  'stacks.exit.stopped.whatUnseen': 'It ended by {signal}, as a stop sends it. This is a normal stop.',
  'stacks.exit.int.head': 'It was interrupted (code 130)',
  'stacks.exit.int.what': 'It ended by SIGINT, as Ctrl+C in its terminal sends it.',
  'stacks.exit.abort.head': 'Its program gave up (code 134)',
  'stacks.exit.abort.what':
    'It ended by SIGABRT, which a program sends to itself when it finds that it cannot go on: a failed assertion, a broken heap.',
  'stacks.exit.segv.head': 'Its program crashed (code 139)',
  'stacks.exit.segv.what':
    'It ended by SIGSEGV: the program touched memory that is not its own. That is a fault in it, or in a library that does not fit.',
  'stacks.exit.fault.what':
    'It ended by {signal} (code {code}): the processor met something that it cannot do. Programs built for another processor end like that.',
  'stacks.exit.signal.head': 'It was ended by {signal}',
  'stacks.exit.signal.what': 'Code {code} is 128 + {number}, which stands for {signal}. {own}',
  'stacks.exit.signal.sent': 'It was sent by way of the engine.',
  'stacks.exit.signal.own': 'A program may also choose this code itself.',
  'stacks.exit.dead.head': 'The engine could not remove it',
  'stacks.exit.dead.what': 'It is half removed: its files were still in use. It cannot be started again.',

  'stacks.exit.start.head': 'The engine could not start it',
  'stacks.exit.start.what': 'The engine says: {words}',
  'stacks.exit.port.head': 'Port {port} is taken',
  'stacks.exit.port.what':
    'The engine could not start it, because another container or program already listens on port {port} of this computer.',
  'stacks.exit.notFound.head': 'Not found: {program} (code 127)',
  'stacks.exit.notFound.what':
    'The engine could not start it, because {program} is not in the image, or not where it is looked for.',
  'stacks.exit.notExecutable.head': 'Not executable: {program} (code 126)',
  'stacks.exit.notExecutable.what':
    'The engine could not start it: {program} is there, but may not be executed. It lacks the x permission, or it is a folder.',
  'stacks.exit.platform.head': 'Built for another processor',
  'stacks.exit.platform.what':
    'The engine could not start it: this computer cannot run {program}. It is built for another processor, or it is a script without a first line that names its shell.',
  'stacks.exit.network.head': 'Its network {network} is gone',
  'stacks.exit.network.what':
    'The engine could not start it, because a network that it belongs to was removed.',
  'stacks.exit.mount.head': 'A mount could not be made',

  'stacks.exit.next.created': 'Its restart policy applies only after a first start. Start it to go on.',
  'stacks.exit.next.failedStart':
    'A failed start is not tried again, whatever the restart policy ({policy}) says. It stays so until somebody starts it.',
  'stacks.exit.next.trying':
    'The engine starts it again by itself (policy {policy}, {count} restarts so far), within at most {seconds} s. The wait doubles each time, up to a minute.',
  'stacks.exit.next.tryingLimited':
    'The engine starts it again by itself (policy {policy}, {count} of {max} restarts), within at most {seconds} s. The wait doubles each time.',
  'stacks.exit.next.no': 'It stays stopped until somebody starts it (restart policy no).',
  'stacks.exit.next.onFailureDone':
    'It stays stopped: on-failure restarts only what ends with another code than 0.',
  'stacks.exit.next.gaveUp': {
    one: 'The engine has tried once more, as on-failure:1 allows, and leaves it stopped.',
    other: 'The engine has tried {n} times, as on-failure:{n} allows, and leaves it stopped.',
  },
  'stacks.exit.next.byHand':
    'It stays stopped, because it was stopped by hand: the policy ({policy}) does not go against that.',
  'stacks.exit.next.stays': 'It stays stopped until somebody starts it (restart policy {policy}).',
  'stacks.exit.next.always':
    'Somebody stopped it, so it stays stopped for now. With the policy always it starts again when the engine itself is started anew, for example after a reboot.',
  'stacks.exit.next.unlessStopped':
    'Somebody stopped it, so it stays stopped, also when the engine is started anew (policy unless-stopped).',
  'stacks.exit.next.runningNo': 'When it ends, it stays stopped (restart policy no).',
  'stacks.exit.next.runningAlways': 'When it ends, the engine starts it again (restart policy {policy}).',
  'stacks.exit.next.runningOnFailure':
    'When it ends with another code than 0, the engine starts it again (restart policy on-failure).',
  'stacks.exit.next.runningOnFailureLimited': {
    one: 'When it ends with another code than 0, the engine starts it again, once (on-failure:1).',
    other:
      'When it ends with another code than 0, the engine starts it again, {n} times at most (on-failure:{n}).',
  },
  'stacks.exit.next.unhealthy':
    'The engine only marks it: no restart policy restarts a container that is unhealthy but runs.',

  'stacks.exit.try.lines': 'Read the last lines of its output: most programs name the reason there.',
  'stacks.exit.try.start': 'Mend what the engine names, then start it again.',
  'stacks.exit.try.spelling':
    'Check the spelling of command and entrypoint, and that the program is in this image (a slim image may lack it).',
  'stacks.exit.try.shebang':
    'If it is a script: its first line must name a shell that the image has, and its lines must end as on Linux (LF, not CRLF).',
  'stacks.exit.try.shebangFirst': 'If it is a script: begin it with a line such as #!/bin/sh.',
  'stacks.exit.try.chmod':
    'Give the file its x permission: RUN chmod +x in the Dockerfile, or chmod +x where it is mounted from.',
  'stacks.exit.try.notFolder': 'See that command and entrypoint name a file and not a folder.',
  'stacks.exit.try.platform': 'Use an image for this computer’s processor, or set platform: on the service.',
  'stacks.exit.try.port': 'Publish another port in ports:, then bring the stack up again.',
  'stacks.exit.try.portFree': 'Or stop what uses the port, then start this container again.',
  'stacks.exit.try.recreate': 'Bring the stack up again: that makes the network and a new container.',
  'stacks.exit.try.mount': 'See that {path} is there and that the engine may read it.',
  'stacks.exit.try.mountKind':
    'A file is mounted where a folder is, or the other way round. If the file was missing at the first start, Docker made an empty folder in its place: remove that, put the file there, and create the container anew.',
  'stacks.exit.try.remove': 'Remove it (docker rm -f) and bring the stack up again.',
  'stacks.exit.try.memory': 'Give it more than {limit}: mem_limit or deploy.resources.limits.memory.',
  'stacks.exit.try.hostMemory': 'Free memory on the computer, or limit the containers that take too much.',
  'stacks.exit.try.heap':
    'Or let the program take less: for Java -XX:MaxRAMPercentage, for Node --max-old-space-size.',
  'stacks.exit.try.init':
    'Set init: true. A program that runs as process 1 ignores a stop signal that it does not handle; a small init passes it on.',
  'stacks.exit.try.execForm':
    'Write command and entrypoint as a list, ["program", "option"]: as a text they run in a shell, which keeps the signal to itself.',
  'stacks.exit.try.grace': 'If it needs longer to finish: raise stop_grace_period.',
  'stacks.exit.try.killed': 'Nothing to mend. Start it again when you need it.',
  'stacks.exit.try.engineRestart': 'See whether the engine or the computer was started anew at that time.',
  'stacks.exit.try.missedOom':
    'It ended right after its start: that early an engine can miss an out-of-memory kill. Its limit is {limit}; try with more.',
  'stacks.exit.try.kernelLog': 'See the kernel’s log of that time: journalctl -k, or dmesg.',
  'stacks.exit.try.segv':
    'Try another version of the image; on an ARM computer see that it is built for ARM.',
  'stacks.exit.try.shell':
    'A shell ends at once without a terminal. Set tty: true, or give it a command that stays.',
  'stacks.exit.try.foreground':
    'If it should stay: its main program must run in the foreground, not as a daemon (for example nginx -g "daemon off;").',
  'stacks.exit.try.check': 'Run the check by hand in its terminal and see what it says.',
  'stacks.exit.try.checkTool':
    'The image lacks the program that the check uses, often curl. Use one that it has (wget, the server’s own client), or add it.',
  'stacks.exit.try.checkTimeout':
    'The check took too long. Raise healthcheck.timeout, or use a cheaper check.',
  'stacks.exit.try.line.inUse':
    'Its output says that an address is in use: something in it already listens on that port.',
  'stacks.exit.try.line.name':
    'Its output says that a name does not resolve: use the service’s name as host, and put both on one network.',
  'stacks.exit.try.line.refused':
    'Its output says that a connection was refused: what it needs may not have been ready. Give that a health check, and use depends_on with condition: service_healthy.',
  'stacks.exit.try.line.permission':
    'Its output says that permission was denied: see who owns the mounted folders, and user: of the service.',
  'stacks.exit.try.line.space':
    'Its output says that the disk is full: free some space (docker system df shows what takes it).',
  'stacks.exit.try.line.heap':
    'Its output says that memory ran out inside the program: raise its own limit (heap).',
  'stacks.exit.try.line.variable':
    'Its output asks for a variable: set it under environment: or in the env file.',
  'stacks.exit.try.line.file':
    'Its output names a file that is missing: see the paths of its mounts and of its command.',
} as const;
