/** The man page of the installed command. */
export const desk = {
  'desk.man.section': 'Flotilla Manual',
  'desk.man.name': 'NAME',
  'desk.man.synopsis': 'SYNOPSIS',
  'desk.man.description': 'DESCRIPTION',
  'desk.man.commands': 'COMMANDS',
  'desk.man.options': 'OPTIONS',
  'desk.man.exit': 'EXIT STATUS',
  'desk.man.files': 'FILES',
  'desk.man.environment': 'ENVIRONMENT',
  'desk.man.about':
    'Without arguments, flotilla opens its window. With a command it does without one, and needs no display. Both share what they know: settings, clusters and runs. A command that changes something shows its plan, and does it only with --yes.',
  'desk.man.home':
    'Settings, runs and what else Flotilla keeps; under XDG_DATA_HOME where that is set. It stays when Flotilla is removed.',
  'desk.man.spec': 'A spec: what shall stand, as a form fills it. For flotilla plan, apply and script.',
  'desk.man.env.home': 'Another folder for what Flotilla keeps.',
  'desk.man.env.docker': 'The engine to use, as for docker; --engine comes before them.',
  'desk.man.env.lang': 'The language, where --lang does not say: English, or Chinese if it begins with zh.',
  'desk.man.env.color': 'Whatever it says: no colours.',
} as const;
