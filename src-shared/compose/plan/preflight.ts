import { msg } from '../../i18n/index';
import type { Finding } from '../../plan';
import { listed } from '../../redis-cluster/findings';
import type { ComposeObserved } from '../observed';
import type { Reading } from '../source';
import type { Decision, PartDecision, ServiceDecision, UpOptions } from './decide';
import { imageIdOf } from './decide-images';
import { fileFinding } from './findings';
import { composeVersion } from './hash';

/** What of the engine keeps a decision from being carried out, or should be known beforehand. */
export function preflight(
  decision: Decision,
  observed: ComposeObserved,
  reading: Reading,
  options: UpOptions,
): Finding[] {
  return [
    ...decision.services.flatMap((service) => [
      ...scaleFindings(service, reading),
      ...nameFindings(service, decision, observed, reading, options),
      ...imageFindings(service, observed, reading, decision),
      ...(observed.engine.local ? [] : remoteFindings(service, reading)),
    ]),
    ...partFindings(decision, observed, reading),
    ...elsewhereFindings(decision, observed, reading),
    ...(options.removeOrphans ? [] : orphanFindings(decision)),
    ...goneFindings(decision, options),
    ...mixFindings(observed),
  ];
}

function scaleFindings({ name: service, model, scale }: ServiceDecision, reading: Reading): Finding[] {
  if (scale <= 1) return [];
  const at = (key: string) => ['services', service, key];
  if (model.container_name !== undefined)
    return [
      fileFinding(reading, 'error', 'compose.scale-name', at('container_name'), {
        what: msg('cplan.find.scaleName', { service, n: scale }),
        hint: msg('cplan.find.scaleName.hint'),
      }),
    ];
  const fixed = (model.ports ?? []).find(
    ({ published, mode }) => mode !== 'host' && /^[1-9]\d*$/.test(published ?? ''),
  );
  return fixed === undefined
    ? []
    : [
        fileFinding(reading, 'error', 'compose.scale-port', at('ports'), {
          what: msg('cplan.find.scalePort', { service, n: scale, port: fixed.published ?? '' }),
          hint: msg('cplan.find.scalePort.hint'),
        }),
      ];
}

/** Folders and files of this computer are not there: a relative path of the file finds none of them. */
function remoteFindings({ name: service, model, containers }: ServiceDecision, reading: Reading): Finding[] {
  const sources = (model.volumes ?? []).flatMap(({ type, source }) =>
    type === 'bind' && source !== undefined ? [source] : [],
  );
  const makes = containers.some(({ what }) => what === 'create' || what === 'recreate');
  if (sources.length === 0 || !makes) return [];
  return [
    fileFinding(reading, 'warning', 'compose.remote-bind', ['services', service, 'volumes'], {
      what: msg('cplan.find.remoteBind', { service, paths: listed(sources) }),
      hint: msg('cplan.find.remoteBind.hint'),
    }),
  ];
}

/** A name on the engine may be held by a stranger, or by another service of the same project. */
function nameFindings(
  { name: service, containers }: ServiceDecision,
  decision: Decision,
  observed: ComposeObserved,
  reading: Reading,
  options: UpOptions,
): Finding[] {
  const path = ['services', service, 'container_name'];
  const going = new Set(options.removeOrphans ? decision.orphans.map(({ id }) => id) : []);
  return containers.flatMap(({ what, name, container }): Finding[] => {
    if (what === 'remove' || what === 'leave' || what === 'start') return [];
    const stranger = observed.others.find((each) => each.name === name);
    if (stranger !== undefined)
      return [
        fileFinding(reading, 'error', 'compose.name-taken', path, {
          what:
            stranger.project === undefined
              ? msg('cplan.find.nameTaken', { name })
              : msg('cplan.find.nameTakenBy', { name, project: stranger.project }),
          hint: msg('cplan.find.nameTaken.hint'),
        }),
      ];
    const own = observed.containers.find(
      (each) => each.name === name && each.id !== container?.id && !going.has(each.id),
    );
    if (own === undefined || (own.service === service && !own.oneOff)) return [];
    return [
      fileFinding(reading, 'error', 'compose.name-taken', path, {
        what: msg('cplan.find.nameTakenService', { name, service: own.service }),
        hint: msg('cplan.find.nameTakenService.hint'),
      }),
    ];
  });
}

function imageFindings(
  { name: service, model, image, containers }: ServiceDecision,
  observed: ComposeObserved,
  reading: Reading,
  { images }: Decision,
): Finding[] {
  const needed = containers.some(({ what }) => what === 'create' || what === 'recreate');
  // What a provider gives has no image.
  if (!needed || model['provider'] !== undefined || imageIdOf(observed, image) !== undefined) return [];
  if (images.some(({ services }) => services.includes(service))) return [];
  return [
    fileFinding(
      reading,
      'error',
      'compose.no-image',
      ['services', service, model.image === undefined ? 'build' : 'image'],
      {
        what: msg('cplan.find.noImage', { service, image }),
        hint: msg('cplan.find.noImage.hint'),
      },
    ),
  ];
}

/** Networks and volumes of the right name that somebody else made. */
function partFindings(decision: Decision, observed: ComposeObserved, reading: Reading): Finding[] {
  const mine = (each: { project?: string; key?: string }, key: string): boolean =>
    each.project === decision.project.name && each.key === key;
  const networks = decision.networks.flatMap(({ key, name, what }): Finding[] => {
    const there = observed.networks.filter((each) => each.name === name);
    if (what !== 'leave' || there.some((each) => mine(each, key))) return [];
    return [
      fileFinding(reading, 'error', 'compose.network-foreign', ['networks', key], {
        what: msg('cplan.find.networkForeign', { name }),
        hint: msg('cplan.find.networkForeign.hint'),
      }),
    ];
  });
  const volumes = decision.volumes.flatMap(({ key, name, what }): Finding[] => {
    const there = observed.volumes.find((each) => each.name === name);
    if (what !== 'leave' || there === undefined || mine(there, key)) return [];
    return [
      fileFinding(reading, 'warning', 'compose.volume-foreign', ['volumes', key], {
        what: msg('cplan.find.volumeForeign', { name }),
        hint: msg('cplan.find.volumeForeign.hint'),
      }),
    ];
  });
  return [...networks, ...volumes, ...externalFindings(decision, observed, reading)];
}

/** What is external must be there: nobody makes it. */
function externalFindings(decision: Decision, observed: ComposeObserved, reading: Reading): Finding[] {
  const there = (list: readonly { readonly name: string; readonly id?: string }[], name: string): boolean =>
    list.some((each) => each.name === name || each.id === name);
  const absent = (part: PartDecision, list: Parameters<typeof there>[0]): boolean =>
    part.what === 'external' && !there(list, part.name);
  return [
    ...decision.networks
      // Docker's own are there always.
      .filter((part) => !['host', 'none', 'bridge'].includes(part.name) && absent(part, observed.networks))
      .map(({ key, name }) =>
        fileFinding(reading, 'error', 'compose.external-missing', ['networks', key], {
          what: msg('cplan.find.externalNetwork', { name }),
          hint: msg('cplan.find.externalNetwork.hint', { name }),
        }),
      ),
    ...decision.volumes
      .filter((part) => absent(part, observed.volumes))
      .map(({ key, name }) =>
        fileFinding(reading, 'error', 'compose.external-missing', ['volumes', key], {
          what: msg('cplan.find.externalVolume', { name }),
          hint: msg('cplan.find.externalVolume.hint', { name }),
        }),
      ),
  ];
}

/** A stack of this name that was brought up from other files: it may be another one, and would be changed. */
function elsewhereFindings(
  { services, orphans }: Decision,
  { containers, name }: ComposeObserved,
  { directory }: Reading,
): Finding[] {
  const changes =
    orphans.length > 0 ||
    services.some((service) => service.containers.some(({ what }) => what !== 'leave' && what !== 'create'));
  const others = new Set(
    containers.flatMap((each) =>
      each.directory === undefined || each.directory === directory ? [] : [each.directory],
    ),
  );
  if (!changes || others.size === 0) return [];
  return [
    {
      level: 'warning',
      code: 'compose.elsewhere',
      what: msg('cplan.find.elsewhere', { name, folders: listed([...others].sort()) }),
      hint: msg('cplan.find.elsewhere.hint', { name }),
    },
  ];
}

function orphanFindings({ orphans }: Decision): Finding[] {
  if (orphans.length === 0) return [];
  const names = listed(orphans.map(({ name }) => name));
  return [
    {
      level: 'warning',
      code: 'compose.orphans',
      what: msg('cplan.find.orphans', { n: orphans.length, names }),
      hint: msg('cplan.find.orphans.hint'),
    },
  ];
}

/** What undo will not bring back: to be known before one agrees. */
function goneFindings({ services, orphans }: Decision, { removeOrphans }: UpOptions): Finding[] {
  const going = services
    .flatMap(({ containers }) => containers)
    .filter(({ what, when }) => what === 'remove' || (what === 'recreate' && when === undefined))
    .map(({ name, container }) => container?.name ?? name);
  const names = [...going, ...(removeOrphans ? orphans.map(({ name }) => name) : [])];
  if (names.length === 0) return [];
  return [
    {
      level: 'info',
      code: 'compose.no-way-back',
      what: msg('cplan.find.gone', { names: listed(names) }),
      hint: msg('cplan.find.gone.hint'),
    },
  ];
}

function mixFindings({ containers, name }: ComposeObserved): Finding[] {
  const others = new Set(
    containers.flatMap(({ version }) =>
      version === undefined || version === composeVersion ? [] : [version],
    ),
  );
  if (others.size === 0) return [];
  return [
    {
      level: 'info',
      code: 'compose.version-mix',
      what: msg('cplan.find.mix', { name, versions: listed([...others].sort()) }),
      hint: msg('cplan.find.mix.hint'),
    },
  ];
}
