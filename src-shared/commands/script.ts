import { translate, type Locale } from '../i18n/index';
import type { Op, RedisNode } from '../ops';
import type { Plan } from '../plan';
import type { SecretRef } from '../secrets';
import { composeCommands } from './compose';
import { dockerCommands } from './docker';
import { slotWords } from './redis';
import { at, call, dayTwoPart, joined, nodesIn, plain, wait, type Part } from './script-day-two';
import { runScript } from './docker-run';
import { resourceCommands } from './resources';
import { functionTexts } from './script-functions';
import { command, hereDocument, secretVariable, sh } from './shell';

/**
 * A bash script (4 or later, with docker 20.10 or later and nothing else) that does what a plan does, step
 * by step in order. It stops at the first failure. Secrets come from where the spec says, when it runs.
 */
export function scriptOf(plan: Plan, locale: Locale = 'en'): string {
  const parts = plan.steps.map((step) => ({ step, part: partOf(step.op) }));
  const secrets = secretsOf(plan);
  const body: string[] = [];
  const explained = new Set<string>();
  let group: string | undefined;
  for (const { step, part } of parts) {
    if (step.group !== group) {
      group = step.group;
      const title = plan.groups.find((each) => each.id === group)?.title;
      const text = title === undefined ? group : translate(locale, title);
      body.push('', `# ---- ${oneLine(text)} ----`, `echo ${sh(text)}`);
    }
    const about = [`# ${oneLine(translate(locale, step.title))}`];
    // Why, once for each kind of step: the next one's reason is the same.
    if (!explained.has(step.cause.key)) about.push(`# ${oneLine(translate(locale, step.cause))}`);
    explained.add(step.cause.key);
    body.push(about.join('\n'), part.text);
  }
  const errors = plan.findings.filter((finding) => finding.level === 'error');
  const reach = plan.steps.flatMap(({ op }) =>
    op.kind === 'redis.verifyRedirect' && op.args.from === 'host' ? [reachFunction(op.args.nodes)] : [],
  );
  return [
    '#!/usr/bin/env bash',
    `# ${oneLine(translate(locale, plan.title))}`,
    ...errors.map(
      (each) => `# ! ${oneLine(translate(locale, each.what))} ${oneLine(translate(locale, each.hint))}`,
    ),
    'set -euo pipefail',
    ...secretLines(secrets),
    ...functionTexts([
      ...(secrets.length > 0 ? ['conf_quote'] : []),
      ...parts.flatMap(({ part }) => part.uses),
    ]).map((text) => `\n${text}`),
    ...new Set(reach),
    ...(secrets.length > 0 ? [''] : []),
    ...secrets.map((ref) => `${confVariable(ref)}=$(conf_quote "$${secretVariable(ref)}")`),
    ...body,
    '',
  ].join('\n');
}

function partOf(op: Op): Part {
  // A script goes through containers; a server elsewhere is spoken to directly.
  if (op.kind.startsWith('redis.') && nodesIn(op.args).some((node) => node.container === undefined))
    return plain(op);
  const all = (nodes: readonly RedisNode[]): string[] => nodes.map((node) => at(node).join(':'));
  switch (op.kind) {
    case 'network.create':
    case 'volume.create':
    case 'container.create':
    case 'container.start':
    case 'container.stop':
    case 'container.kill':
    case 'container.pause':
    case 'container.unpause':
    case 'container.remove':
    case 'network.remove':
    case 'volume.remove':
      // Docker repeats the name or the id of what it made: no news here.
      return { text: (dockerCommands(op) ?? []).map((line) => `${line} > /dev/null`).join('\n'), uses: [] };
    case 'container.run':
      return { text: runScript(op.args), uses: [] };
    case 'container.checkAbsent':
      return call('absent', op.args.container, op.args.path);
    case 'container.writeFile': {
      const { container, path, mode, content, secrets } = op.args;
      const fill = Object.entries(secrets).map(([name, ref]) => [name, `\${${confVariable(ref)}}`]);
      const document = hereDocument(content, Object.fromEntries(fill) as Record<string, string>);
      const head = command('write_file', container, path, mode.toString(8).padStart(3, '0'));
      return {
        text: `${head} ${document.open}\n${document.body}\n${document.close}`,
        uses: ['write_file'],
      };
    }
    case 'redis.ping':
      return wait(op.args.timeoutMs, `${op.args.node.name} answers`, 'answers', ...at(op.args.node));
    case 'redis.config':
      return joined(
        op.args.nodes.flatMap((node) =>
          Object.entries(op.args.settings).map((setting) =>
            call('ok', ...at(node), 'config', 'set', ...setting),
          ),
        ),
      );
    case 'redis.meet':
      return joined(
        op.args.others.map(({ announce: { address, port, busPort } }) =>
          call('ok', ...at(op.args.node), 'cluster', 'meet', address, port, busPort),
        ),
      );
    case 'redis.addSlots':
      return {
        text: `${command('ok', ...at(op.args.node), 'cluster', 'addslots')} ${slotWords(op.args.ranges)}`,
        uses: ['ok'],
      };
    case 'redis.setEpoch':
      return call('ok', ...at(op.args.node), 'cluster', 'set-config-epoch', op.args.epoch);
    case 'redis.waitAgree':
      return wait(op.args.timeoutMs, 'all nodes agree', 'agree', ...all(op.args.nodes));
    case 'redis.replicate':
      return {
        text: `${command('ok', ...at(op.args.node), 'cluster', 'replicate')} "$(${command('cli', ...at(op.args.master), 'cluster', 'myid')} | tr -d '\\r')"`,
        uses: ['ok', 'cli'],
      };
    case 'redis.waitSynced':
      return wait(op.args.timeoutMs, `${op.args.node.name} is in sync`, 'synced', ...at(op.args.node));
    case 'redis.waitStateOk':
      return wait(op.args.timeoutMs, 'all nodes say ok', 'state_ok', ...all(op.args.nodes));
    case 'redis.verifyRedirect': {
      const node = op.args.nodes[0];
      if (node === undefined) return { text: ':', uses: [] };
      return op.args.from === 'host'
        ? call('redirect_outside', node.host, node.port)
        : call('redirect_inside', ...at(node));
    }
    default:
      return (
        dayTwoPart(op) ?? {
          text: (dockerCommands(op) ?? composeCommands(op) ?? resourceCommands(op) ?? [':']).join('\n'),
          uses: [],
        }
      );
  }
}

/** Where this computer reaches the node that announces an address. */
function reachFunction(nodes: readonly RedisNode[]): string {
  const cases = nodes.map(
    ({ announce, host, port }) => `    ${announce.address}:${announce.port}) echo ${sh(host)} ${port} ;;`,
  );
  return ['', 'reach() {', '  case $1 in', ...cases, '  esac', '}'].join('\n');
}

function secretsOf(plan: Plan): SecretRef[] {
  const found = new Map<string, SecretRef>();
  // Several references may be filled by one variable.
  const add = (ref: SecretRef): unknown =>
    found.set('file' in ref ? JSON.stringify(ref) : secretVariable(ref), ref);
  for (const { op } of plan.steps) {
    if (op.kind === 'container.writeFile') Object.values(op.args.secrets).forEach(add);
    for (const { auth } of nodesIn(op.args)) if (auth !== undefined) add(auth.password);
  }
  return [...found.values()];
}

/** The variable that holds a secret as redis.conf takes it. */
function confVariable(ref: SecretRef): string {
  return `${secretVariable(ref)}_QUOTED`;
}

function secretLines(secrets: readonly SecretRef[]): string[] {
  const first = secrets[0];
  if (first === undefined) return [];
  return [
    '',
    '# The password stands neither here nor in any command line.',
    ...secrets.map((ref) => {
      const name = secretVariable(ref);
      return 'file' in ref
        ? `${name}=$(head -n 1 ${sh(ref.file)})`
        : `: "\${${name}:?Set the password first: read -rs ${name} && export ${name}}"`;
    }),
    `export REDISCLI_AUTH="$${secretVariable(first)}"`,
  ];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
