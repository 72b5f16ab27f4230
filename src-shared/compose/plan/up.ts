import { msg, type Message } from '../../i18n/index';
import type { Finding, Plan, Step } from '../../plan';
import type { RequestOf } from '../../requests';
import { lint, lintAgainst } from '../lint/index';
import type { ComposeObserved } from '../observed';
import type { Reading } from '../source';
import { cliSteps, expectations } from './cli';
import { decide, type Decision, type UpOptions } from './decide';
import { problemFindings } from './findings';
import { groupsOf } from './groups';
import { preflight } from './preflight';
import { containerSteps, startSteps, verifySteps } from './steps-containers';
import { imageSteps, partSteps, removeSteps } from './steps-parts';
import { unsupported } from './unsupported';

export type UpRequest = RequestOf<'compose.up'>;

/** Whether `docker compose` itself does the work. */
export function byCli({ by }: Pick<UpRequest, 'by'>, { cli }: ComposeObserved): boolean {
  return by === 'cli' || (by === 'auto' && cli !== undefined);
}

/** What has to be done so that a project stands as its files say. Pure. */
export function planUp(request: UpRequest, observed: ComposeObserved): Plan {
  const { reading, name } = observed;
  const plan = (steps: readonly Step[], findings: readonly Finding[], title: Message): Plan => ({
    kind: request.kind,
    target: `compose/${name}`,
    title,
    groups: groupsOf(steps),
    steps: [...steps],
    findings: [...findings],
  });
  const title = msg('cplan.plan.up', { name });
  if (reading === undefined)
    return plan(
      [],
      [note('compose.no-files', msg('cplan.find.noFiles', { name }), msg('cplan.find.noFiles.hint'))],
      title,
    );
  const decision = decide(observed, request);
  const problems = problemFindings(reading, [...lint(reading), ...lintAgainst(reading, observed)]);
  if (decision === undefined) return plan([], problems, title);
  const findings = [
    ...requestFindings(request, decision, name),
    ...problems,
    ...preflight(decision, observed, reading, request).filter((each) => !known(problems, each)),
  ];
  const idle = isIdle(decision, request);
  if (byCli(request, observed)) {
    const missing =
      observed.cli === undefined
        ? [note('compose.no-cli', msg('cplan.find.noCli'), msg('cplan.find.noCli.hint'))]
        : [];
    return plan(
      cliSteps(request, decision),
      [...missing, ...findings, ...expectations(decision, request)],
      title,
    );
  }
  return plan(
    upSteps(request, decision, reading, observed),
    [...findings, ...unsupported(decision, reading, observed)],
    idle ? msg('cplan.plan.upToDate', { name }) : title,
  );
}

function upSteps(
  request: UpRequest,
  decision: Decision,
  reading: Reading,
  observed: ComposeObserved,
): Step[] {
  const context = { project: request.project, decision, reading, observed };
  const parts = [...partSteps(context), ...imageSteps(context, request)];
  const removed = removeSteps(decision, request.removeOrphans);
  const made = containerSteps(context, new Set([...parts, ...removed].map(({ id }) => id)));
  const started = startSteps(context, [...parts, ...removed, ...made]);
  return [...parts, ...removed, ...made, ...started, ...verifySteps(decision, started, request.project)];
}

/** Whether everything stands already. */
export function isIdle(decision: Decision, { removeOrphans }: Pick<UpOptions, 'removeOrphans'>): boolean {
  return (
    decision.images.length === 0 &&
    [...decision.networks, ...decision.volumes].every(({ what }) => what !== 'create') &&
    decision.services.every(({ containers }) => containers.every(({ what }) => what === 'leave')) &&
    !(removeOrphans && decision.orphans.length > 0)
  );
}

function requestFindings(
  { services, scale }: UpRequest,
  { project, services: chosen }: Decision,
  name: string,
): Finding[] {
  const known = Object.keys(project.services).sort();
  const unknown = [...services, ...Object.keys(scale)].filter((each) => !known.includes(each));
  if (unknown.length === 0 && chosen.length === 0)
    return [note('compose.no-services', msg('cplan.find.noServices'), msg('cplan.find.noServices.hint'))];
  return unknown.map((service) =>
    note(
      'compose.no-service',
      msg('cplan.find.noService', { service, name }),
      msg('cplan.find.noService.hint', { services: known.join(', ') }),
    ),
  );
}

const note = (code: string, what: Message, hint: Message): Finding => ({ level: 'error', code, what, hint });

/** Whether the files' problems say already what is wrong at a place. */
function known(problems: readonly Finding[], { path, level }: Finding): boolean {
  return (
    path !== undefined &&
    problems.some(
      (each) => each.level === level && (each.path === path || each.path?.startsWith(`${path}.`) === true),
    )
  );
}
