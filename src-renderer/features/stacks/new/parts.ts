import {
  defaultAnswers,
  renderEntry,
  wrongAnswers,
  type Answers,
  type CatalogueEntry,
} from '@shared/compose/build/catalogue';
import type { ImportedContainers } from '@shared/compose/build/container-facts';
import {
  emptyDraft,
  isValueMap,
  literal,
  part,
  serviceName,
  type Drafted,
  type Value,
} from '@shared/compose/build/draft';
import { fromContainers } from '@shared/compose/build/from-containers';
import { fromFolder, needsValue } from '@shared/compose/build/from-folder';
import { importCommands } from '@shared/compose/build/run-import';
import type { WizardFolder } from '@shared/contract/compose-wizard';
import { msg, type Locale, type Message } from '@shared/i18n/index';
import { isImageReference } from '@shared/image';
import { newPassword } from '../../redis/password';

/** One service by hand, as its form holds it: a line for each port, volume and variable. */
export interface ServiceForm {
  name: string;
  image: string;
  command: string;
  ports: string;
  volumes: string;
  environment: string;
}

/** What a stack is put together from. */
export type Part = { readonly id: number } & (
  | { readonly kind: 'catalogue'; readonly entry: CatalogueEntry; readonly answers: Answers }
  | { readonly kind: 'commands'; readonly text: string }
  | {
      readonly kind: 'folder';
      readonly folder: WizardFolder;
      readonly dockerfile: string;
      readonly ports: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'containers'; readonly ids: readonly string[]; readonly imported?: ImportedContainers }
  | { readonly kind: 'service'; readonly form: ServiceForm }
);
export type PartKind = Part['kind'];

export const emptyService: ServiceForm = {
  name: '',
  image: '',
  command: '',
  ports: '',
  volumes: '',
  environment: '',
};

/** The answers that a form begins with: its defaults, and passwords that nobody has to think up. */
export function freshAnswers(entry: CatalogueEntry): Answers {
  const made = Object.entries(entry.fields).flatMap(([name, field]) =>
    field.type === 'secret' ? [[name, passwordFor(field.minLength)] as const] : [],
  );
  return { ...defaultAnswers(entry), ...Object.fromEntries(made) };
}

/** Letters and digits; a length that is also one of Base64, for keys that are read as such. */
export const passwordFor = (least: number): string => newPassword(Math.ceil(Math.max(24, least) / 4) * 4);

/** What a part gives. `target`: the folder in which the stack will lie. */
export function draftOf(each: Part, target: string | undefined, locale: Locale): Drafted {
  switch (each.kind) {
    case 'catalogue':
      return renderEntry(each.entry, each.answers, locale);
    case 'commands':
      return each.text.trim() === '' ? { draft: emptyDraft, notes: [] } : importCommands(each.text);
    case 'containers':
      return each.imported === undefined ? { draft: emptyDraft, notes: [] } : fromContainers(each.imported);
    case 'folder': {
      const { folder, dockerfile, ports } = each;
      const text = folder.dockerfiles.find(({ name }) => name === dockerfile)?.text;
      if (text === undefined) return { draft: emptyDraft, notes: [] };
      const context = folder.path === target ? '.' : folder.path;
      return fromFolder({ name: folder.name, context, dockerfile, text, entries: folder.entries }, { ports });
    }
    case 'service':
      return { draft: serviceDraft(each.form), notes: [] };
  }
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function serviceDraft(form: ServiceForm): Drafted['draft'] {
  if (form.image.trim() === '') return emptyDraft;
  const name = serviceName(
    form.name.trim() === '' ? (form.image.split('/').at(-1) ?? '').replace(/[:@].*$/, '') : form.name,
  );
  const environment = linesOf(form.environment).map((line): [string, Value] => {
    const at = line.indexOf('=');
    return at < 0 ? [line, null] : [line.slice(0, at), literal(line.slice(at + 1))];
  });
  const volumes = linesOf(form.volumes);
  const named = volumes.flatMap((volume) => /^([a-zA-Z0-9][\w.-]+):/.exec(volume)?.[1] ?? []);
  const fields = {
    image: form.image.trim(),
    restart: 'unless-stopped',
    ...(form.command.trim() !== '' && { command: form.command.trim() }),
    ...(linesOf(form.ports).length > 0 && { ports: linesOf(form.ports) }),
    ...(volumes.length > 0 && { volumes }),
    ...(environment.length > 0 && { environment: Object.fromEntries(environment) }),
  };
  return {
    ...emptyDraft,
    services: { [name]: part(fields) },
    volumes: Object.fromEntries(named.map((volume) => [volume, part()])),
  };
}

/** What is wrong with a form, by field. */
export type Wrong = Readonly<Record<string, Message>>;

export function wrongIn(each: Part): Wrong {
  if (each.kind === 'catalogue') {
    const { entry, answers } = each;
    return Object.fromEntries(
      Object.entries(wrongAnswers(entry, answers)).map(([name, how]): [string, Message] => {
        const field = entry.fields[name];
        if (how === 'range')
          return [
            name,
            msg('cwizard.field.range', {
              min: field?.type === 'number' ? field.min : 1,
              max: field?.type === 'number' ? field.max : 65535,
            }),
          ];
        if (how === 'short')
          return [name, msg('cwizard.field.short', { n: field?.type === 'secret' ? field.minLength : 1 })];
        return [name, msg(how === 'empty' ? 'cwizard.field.empty' : 'cwizard.field.pattern')];
      }),
    );
  }
  if (each.kind !== 'service') return {};
  const { form } = each;
  const bad = (text: string, good: RegExp): number =>
    text.split('\n').findIndex((line) => line.trim() !== '' && !good.test(line.trim())) + 1;
  const port = bad(
    form.ports,
    /^(?:[\d.]+:|\[[\da-f:]+\]:)?(?:\d+(?:-\d+)?)?(?::?\d+(?:-\d+)?)(?:\/(?:tcp|udp|sctp))?$/i,
  );
  const volume = bad(form.volumes, /^(?:[^:]+:)?(?:\/|[A-Za-z]:\\)[^:]*(?::[\w,]+)?$/);
  const variable = bad(form.environment, /^[A-Za-z_][\w.-]*(?:=.*)?$/);
  return {
    ...(form.image.trim() !== '' &&
      !isImageReference(form.image.trim()) && { image: msg('cwizard.service.badImage') }),
    ...(port > 0 && { ports: msg('cwizard.service.badPort', { n: port }) }),
    ...(volume > 0 && { volumes: msg('cwizard.service.badVolume', { n: volume }) }),
    ...(variable > 0 && { environment: msg('cwizard.service.badEnv', { n: variable }) }),
  };
}

/** A service that others name is waited for until it is healthy, where it says when it is. */
export function withNeeds(drafted: Drafted, needs: Readonly<Record<string, readonly string[]>>): Drafted {
  const { services } = drafted.draft;
  const joined = Object.fromEntries(
    Object.entries(services).map(([name, each]) => {
      const wanted = (needs[name] ?? []).filter((other) => other !== name && Object.hasOwn(services, other));
      if (wanted.length === 0) return [name, each];
      const list = wanted.map((other) => ({
        name: other,
        healthy: isValueMap(services[other]?.fields['healthcheck']),
      }));
      return [name, { ...each, fields: { ...each.fields, depends_on: needsValue(list) } }];
    }),
  );
  return { ...drafted, draft: { ...drafted.draft, services: joined } };
}
