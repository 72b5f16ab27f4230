/** The self-test, the bundle of facts, and the question for a newer version. */
export const diagnose = {
  'diagnose.title': 'Diagnose',
  'diagnose.subtitle': 'What Flotilla depends on, looked at right now.',
  'diagnose.open': 'Open self-test',
  'diagnose.settingsText':
    'When something does not work: see what is wrong, and pack the facts for whoever helps you.',
  'diagnose.again': 'Run again',
  'diagnose.looking': 'Looking…',
  'diagnose.stale': 'Not looked at yet',
  'diagnose.took': '{ms} ms',
  'diagnose.list': 'Self-test',
  'diagnose.sum.fine': 'Everything is fine.',
  'diagnose.sum.problems': '{bad} not working, {warn} to look at',
  'diagnose.sum.warnings': {
    one: 'Nothing is broken; 1 to look at',
    other: 'Nothing is broken; {n} to look at',
  },
  'diagnose.sum.running': '{done} of {all} looked at',
  'diagnose.state.fine': 'Fine',
  'diagnose.state.warn': 'Look at this',
  'diagnose.state.bad': 'Not working',
  'diagnose.state.skipped': 'Skipped',
  'diagnose.name.engine': 'Engine',
  'diagnose.name.clock': 'Clock',
  'diagnose.name.compose': 'Docker Compose',
  'diagnose.name.dns': 'Names (DNS)',
  'diagnose.name.ports': 'Ports',
  'diagnose.name.disk': 'Disk space',
  'diagnose.name.data': 'Data folder',
  'diagnose.name.secrets': 'Secrets',
  'diagnose.name.sources': 'Metrics sources',

  'diagnose.bundle.title': 'Bundle for support',
  'diagnose.bundle.text':
    'One zip file with the versions, the engine, this self-test, the settings, the last 20 runs and the logs. It is saved where you say; nothing is sent anywhere.',
  'diagnose.bundle.kept':
    'Taken out: passwords, tokens, keys, values of environment variables, paths of web addresses, your user name, this computer’s name.',
  'diagnose.bundle.names':
    'Left in: names of containers, clusters, stacks, images and networks, and addresses of nodes. Look through the files before you pass them on.',
  'diagnose.bundle.save': 'Save bundle…',
  'diagnose.bundle.saved': 'The bundle is saved',
  'diagnose.bundle.files': '{n} files in {path}',

  'diagnose.doing': 'making the bundle of facts',
  'diagnose.save.hint': 'Check that the folder of {path} exists, can be written and has room.',
  'diagnose.failed.hint': 'Run the self-test again. If it stays, save the bundle and report it.',
  'diagnose.silent': 'No answer within {seconds} s.',
  'diagnose.noEngine': 'No engine is connected.',

  'diagnose.engine.fine': '{name} {version} (API {api}) at {endpoint} answers in {ms} ms.',
  'diagnose.engine.slow':
    'That is slow. Look at how busy its computer is, and at the network between here and there.',
  'diagnose.engine.warns': 'The engine says: {text}',
  'diagnose.clock.fine': 'The engine’s clock and this computer’s agree within {seconds} s.',
  'diagnose.clock.same': 'The engine’s clock and this computer’s agree.',
  'diagnose.clock.ahead': 'The engine’s clock is {seconds} s ahead of this computer’s.',
  'diagnose.clock.behind': 'The engine’s clock is {seconds} s behind this computer’s.',
  'diagnose.clock.silent': 'The engine does not tell its time.',
  'diagnose.clock.hint':
    'Logs and charts will seem shifted. Let both computers set their clocks by NTP; restart Docker Desktop’s virtual machine after the computer has slept.',
  'diagnose.compose.fine': 'docker compose {version} ({path})',
  'diagnose.compose.none': 'The docker compose command is not installed.',
  'diagnose.compose.hint':
    'Stacks work without it. Install the Compose plugin where a file uses what only it can do.',
  'diagnose.dns.fine': 'Found: {names}',
  'diagnose.dns.lost': 'Not found: {names}',
  'diagnose.dns.nothing': 'The engine names no registry.',
  'diagnose.dns.hint':
    'Images cannot be pulled from there. Check the network, the name servers and the proxy; behind a firewall, set a registry mirror for the engine.',
  'diagnose.ports.fine': 'The ports of a first Redis cluster are free ({range}, and 10000 higher).',
  'diagnose.ports.taken':
    'Of the ports of a first Redis cluster ({range}, and 10000 higher) some are taken: {list}.',
  'diagnose.ports.hint':
    'Nothing is wrong: the next cluster needs other ports. The form says which are free.',
  'diagnose.ports.remote': 'The engine is on another computer: its ports cannot be looked at from here.',
  'diagnose.disk.free': 'Free: {list}',
  'diagnose.disk.unknown': 'The system does not tell how much is free.',
  'diagnose.disk.hint': 'Little room is left at {path}. Resources → Clean up shows what can go.',
  'diagnose.data.fine': '{path} can be written, and only by you.',
  'diagnose.data.bad': '{path} cannot be written: {reason}',
  'diagnose.data.hint':
    'Without it nothing is remembered. Check the folder’s owner, its permissions and the disk.',
  'diagnose.data.open': '{path} can be written by others.',
  'diagnose.data.open.hint': 'Runs and settings could be changed by somebody else: chmod go-w {path}',
  'diagnose.secrets.fine': 'Stored secrets are encrypted by the system’s keyring.',
  'diagnose.secrets.session': 'There is no keyring: secrets are kept in memory, until Flotilla is closed.',
  'diagnose.secrets.plain':
    'There is no keyring: secrets are kept unencrypted, as the settings say, in a file that only you can read.',
  'diagnose.secrets.hint':
    'Install and unlock a keyring (GNOME Keyring, KWallet), or let specs name secrets by file or environment variable.',
  'diagnose.sources.fine': 'Measuring: {list}',
  'diagnose.sources.late': 'Late: {list}',
  'diagnose.sources.gone': 'Gone: {list}',
  'diagnose.sources.none': 'Nothing is being measured.',
  'diagnose.sources.hint': 'Charts have gaps until it answers again. Monitor → Sources says more.',

  'diagnose.cli.about':
    'Looks at what Flotilla depends on; with FILE, packs the facts without secrets into a zip',
  'diagnose.cli.state': 'STATE',
  'diagnose.cli.name': 'LOOKED AT',
  'diagnose.cli.found': 'FOUND',
  'diagnose.cli.saved': 'Saved {path} ({n} files).',
} as const;
