import type { ComposeModel, FileObjectModel, MountModel, ServiceModel } from '../model';
import { filled, flag, number, record, records, text } from './values';

/** A mount of the container that a new one takes the place of; `name`: the volume's, for `type: volume`. */
export interface OldMount {
  readonly type: string;
  readonly name: string;
  readonly target: string;
  readonly readOnly?: boolean;
}

/** What is put into a container as a file before it starts: a secret or a config that is no file of its own. */
export interface Upload {
  readonly path: string;
  /** Permission bits; 0444 unless the file says something else. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** A variable of the project's environment (process, then env files), or the text itself. */
  readonly from: { readonly environment: string } | { readonly content: string };
}

export interface Mounts {
  /** HostConfig.Binds: the engine makes a missing folder. */
  readonly binds: readonly string[];
  /** HostConfig.Mounts */
  readonly mounts: readonly Record<string, unknown>[];
  readonly uploads: readonly Upload[];
}

/**
 * `volumes`, `secrets` and `configs` of a service. `old` and `imageVolumes`: anonymous volumes (in the file without a
 * source, or asked for by the image) go over from the container that is replaced.
 */
export function mountsOf(
  project: ComposeModel,
  service: ServiceModel,
  old: readonly OldMount[],
  imageVolumes: readonly string[],
): Mounts {
  const binds: string[] = [];
  const mounts: Record<string, unknown>[] = [];
  const taken = new Set<string>();
  const anonymous = new Map(
    old.filter(({ type }) => type === 'volume').map((mount) => [mount.target, mount] as const),
  );
  for (const volume of service.volumes ?? []) {
    taken.add(volume.target);
    const before = (volume.source ?? '') === '' ? anonymous.get(volume.target) : undefined;
    if (before !== undefined) mounts.push(inherited(before));
    else if (volume.type === 'bind' && !needsMount(volume)) binds.push(bindText(volume));
    else mounts.push(mountOf(project, volume));
  }
  for (const target of imageVolumes) {
    const before = anonymous.get(target);
    if (before === undefined || taken.has(target)) continue;
    taken.add(target);
    mounts.push(inherited(before));
  }
  const uploads: Upload[] = [];
  for (const [base, references, objects] of [
    ['/run/secrets/', service['secrets'], project.secrets],
    ['/', service['configs'], project.configs],
  ] as const)
    for (const reference of records(references)) {
      const source = text(reference['source']) ?? '';
      const named = text(reference['target']) ?? source;
      const target = named.startsWith('/') ? named : base + named;
      const object = objects?.[source];
      if (taken.has(target) || object === undefined) continue;
      taken.add(target);
      const from = contentOf(object);
      if (from === undefined)
        mounts.push({ Type: 'bind', Source: object.file, Target: target, ReadOnly: true });
      else
        uploads.push({
          path: target,
          mode: fileMode(reference['mode']) ?? 0o444,
          uid: number(reference['uid']) ?? 0,
          gid: number(reference['gid']) ?? 0,
          from,
        });
    }
  return { binds, mounts, uploads };
}

function contentOf({ environment, content }: FileObjectModel): Upload['from'] | undefined {
  if (environment !== undefined) return { environment };
  return content === undefined ? undefined : { content };
}

/** As a number, or as octal text: `"0440"`. */
function fileMode(value: unknown): number | undefined {
  if (typeof value !== 'string') return number(value);
  return /^[0-7]+$/.test(value) ? parseInt(value, 8) : undefined;
}

const inherited = ({ name, target, readOnly }: OldMount): Record<string, unknown> =>
  filled({ Type: 'volume', Source: name, Target: target, ReadOnly: readOnly === true ? true : undefined });

/** Whether a bind says something that only `Mounts` can: there a missing folder is an error. */
function needsMount(volume: MountModel): boolean {
  const bind = record(volume['bind']);
  return (
    (volume['bind'] !== undefined && bind['create_host_path'] !== true) ||
    bind['propagation'] !== undefined ||
    bind['recursive'] !== undefined
  );
}

function bindText({ source = '', target, read_only, ...rest }: MountModel): string {
  const options = [read_only === true ? 'ro' : 'rw', text(record(rest['bind'])['selinux']) ?? ''];
  return `${source}:${target}:${options.filter((each) => each !== '').join(',')}`;
}

function mountOf(project: ComposeModel, volume: MountModel): Record<string, unknown> {
  const { type, source = '' } = volume;
  const bind = record(volume['bind']);
  const options = record(volume['volume']);
  const tmpfs = record(volume['tmpfs']);
  return filled({
    Type: type,
    Source: type === 'volume' ? (project.volumes?.[source]?.name ?? source) : source,
    Target: volume.target,
    ReadOnly: volume.read_only === true ? true : undefined,
    Consistency: text(volume['consistency']),
    BindOptions: filled({
      Propagation: text(bind['propagation']),
      CreateMountpoint: flag(bind['create_host_path']) === true ? true : undefined,
      NonRecursive: bind['recursive'] === 'disabled' ? true : undefined,
      ReadOnlyNonRecursive: bind['recursive'] === 'writable' ? true : undefined,
      ReadOnlyForceRecursive: bind['recursive'] === 'readonly' ? true : undefined,
    }),
    VolumeOptions: filled({
      NoCopy: flag(options['nocopy']) === true ? true : undefined,
      Subpath: text(options['subpath']),
      Labels: record(options['labels']),
    }),
    TmpfsOptions: filled({ SizeBytes: number(tmpfs['size']), Mode: number(tmpfs['mode']) }),
  });
}
