import type { ProjectRef } from '../compose/source';
import type { Op } from '../ops';
import { command, sh } from './shell';

/** The shell text of an op on a compose project; undefined for an op of another kind. */
export function composeCommands(op: Op): string[] | undefined {
  switch (op.kind) {
    case 'compose.network':
    case 'compose.volume':
    case 'compose.build':
      return [wordLines(op.args.words)];
    case 'compose.create':
      return [wordLines(op.args.words), ...op.args.then.map(wordLines)];
    case 'compose.recreate': {
      const { replaces, words, then } = op.args;
      return [
        command('docker', 'stop', replaces.name),
        command('docker', 'rm', replaces.name),
        wordLines(words),
        ...then.map(wordLines),
      ];
    }
    case 'compose.pull': {
      const { image, platform } = op.args;
      return [command('docker', 'pull', ...(platform === undefined ? [] : ['--platform', platform]), image)];
    }
    case 'compose.start':
      return [command('docker', 'start', op.args.container)];
    case 'compose.stop':
      return [command('docker', 'stop', op.args.container)];
    case 'compose.restart':
      return [command('docker', 'restart', op.args.container)];
    case 'compose.remove': {
      const { container, volumes } = op.args;
      return [
        command('docker', 'stop', container),
        command('docker', 'rm', ...(volumes ? ['--volumes'] : []), container),
      ];
    }
    case 'compose.wait':
      return waitCommands(op.args.until, op.args.containers);
    case 'compose.removeImage':
      return [command('docker', 'image', 'rm', op.args.image)];
    case 'compose.cli':
      return [command(...composeWords(op.args.project, op.args.stack), ...op.args.args)];
    default:
      return undefined;
  }
}

/** `docker compose -f … -p …`, as a person would type it for a project. */
export function composeWords(project: ProjectRef, name?: string): string[] {
  const each = (option: string, values: readonly string[]): string[] =>
    values.flatMap((value) => [option, value]);
  return [
    ...['docker', 'compose', ...each('-f', project.files)],
    ...each('--project-directory', project.directory === undefined ? [] : [project.directory]),
    ...each('--env-file', project.envFiles ?? []),
    ...each('--profile', project.profiles),
    ...each('-p', name === undefined ? [] : [name]),
  ];
}

function waitCommands(until: 'running' | 'healthy' | 'completed', containers: readonly string[]): string[] {
  switch (until) {
    case 'running':
      return [command('docker', 'inspect', '--format', '{{.Name}} {{.State.Status}}', ...containers)];
    case 'healthy':
      return containers.map(
        (container) =>
          `until [ "$(${command('docker', 'inspect', '--format', '{{.State.Health.Status}}', container)})" = healthy ]; do sleep 1; done`,
      );
    case 'completed':
      return containers.map((container) => `[ "$(${command('docker', 'wait', container)})" = 0 ]`);
  }
}

/** Groups of words, a line each; `${NAME}` in a word becomes a variable of the shell, `$$` a dollar. */
function wordLines(groups: readonly (readonly string[])[]): string {
  const lines = groups.map((words) => words.map(templateWord).join(' '));
  const short = lines.join(' ');
  return short.length <= 90 ? short : lines.join(' \\\n  ');
}

function templateWord(word: string): string {
  const parts = word.split(/(\$\$|\$\{[A-Za-z_]\w*\})/);
  const variable = (part: string): boolean => part.startsWith('${');
  if (!parts.some(variable)) return sh(word.replaceAll('$$', '$'));
  const inside = parts.map((part) => {
    if (variable(part)) return part;
    const text = part === '$$' ? '$' : part;
    return text.replace(/[\\"`$]/g, (char) => `\\${char}`);
  });
  return `"${inside.join('')}"`;
}
