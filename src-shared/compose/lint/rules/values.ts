import { msg, raw } from '../../../i18n/index';
import { nearest } from '../../../nearest';
import type { Problem, Reading } from '../../source';
import { bytesOf } from '../../read/units';
import { fieldOf, mountsOf, namesIn, servicesOf, textOf, type Named } from '../access';
import { sourceOf, write } from '../fixes';
import { problem, scalar } from '../problem';
import { propertyOf, resolve, schemaAt, typesOf } from '../schema';

/** The engine refuses less: https://docs.docker.com/engine/containers/resource_constraints/ */
const leastMemory = 6 * 1024 * 1024;

/** Linux capabilities, without `CAP_` (capabilities(7)). */
const capabilities = (
  'ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE ' +
  'DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD ' +
  'NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN ' +
  'SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME ' +
  'SYS_TTY_CONFIG WAKE_ALARM'
).split(' ');

const policies = ['no', 'always', 'on-failure', 'unless-stopped'];

/** Values that the schema lets pass and the engine does not. */
export function values(reading: Reading): Problem[] {
  return servicesOf(reading.tree).flatMap((service) => [
    ...restart(service),
    ...memory(service),
    ...caps(service),
    ...mounts(service),
    ...words(reading, service),
  ]);
}

function restart(service: Named): Problem[] {
  const node = fieldOf(service.value, 'restart');
  const text = textOf(node);
  if (node === undefined || text === undefined || text === '') return [];
  const [policy = '', times] = text.split(':');
  const fine = policies.includes(policy) && (times === undefined || policy === 'on-failure');
  if (fine && (times === undefined || /^\d+$/.test(times))) return [];
  const near = policies.includes(policy) ? policy : nearest(policy, policies);
  return [
    problem(
      'error',
      'restart',
      node.at,
      msg('clint.restart', { value: text }),
      msg('clint.oneOf', { choices: raw('no, always, unless-stopped, on-failure, on-failure:5') }),
      {
        path: [...service.path, 'restart'],
        fixes:
          near === undefined
            ? []
            : write(node.at, near).map((fix) => ({
                ...fix,
                edits: fix.edits.map((edit) => ({ ...edit, text: near === 'no' ? '"no"' : edit.text })),
              })),
      },
    ),
  ];
}

function memory(service: Named): Problem[] {
  const limits = fieldOf(fieldOf(fieldOf(service.value, 'deploy'), 'resources'), 'limits');
  const places = [
    { node: fieldOf(service.value, 'mem_limit'), path: [...service.path, 'mem_limit'] },
    { node: fieldOf(limits, 'memory'), path: [...service.path, 'deploy', 'resources', 'limits', 'memory'] },
  ];
  return places.flatMap(({ node, path }) => {
    const bytes = bytesOf(textOf(node) ?? '');
    if (node === undefined || bytes === undefined || bytes === 0 || bytes >= leastMemory) return [];
    // `mem_limit: 512` is bytes, and hardly what was meant.
    const bare = /^\d+$/.test(textOf(node) ?? '') && bytes >= 6;
    return [
      problem('error', 'memory', node.at, msg('clint.memory', { bytes }), msg('clint.memory.hint'), {
        path,
        fixes: bare ? write(node.at, `${String(bytes)}m`) : [],
      }),
    ];
  });
}

function caps(service: Named): Problem[] {
  return ['cap_add', 'cap_drop'].flatMap((key) =>
    namesIn(service, key).flatMap((each) => {
      const name = each.name.toUpperCase().replace(/^CAP_/, '');
      if (capabilities.includes(name)) return [];
      const near = nearest(name, capabilities);
      return [
        problem(
          'error',
          'capability',
          each.key,
          msg('clint.capability', { name: each.name }),
          near === undefined ? msg('clint.capability.hint') : msg('clint.near', { near }),
          { path: each.path, fixes: near === undefined ? [] : write(each.key, near) },
        ),
      ];
    }),
  );
}

function mounts(service: Named): Problem[] {
  const seen = new Map<string, ReturnType<typeof mountsOf>[number]>();
  return mountsOf(service).flatMap((mount) => {
    const found: Problem[] = [];
    if (!/^([/\\]|[A-Za-z]:)/.test(mount.target))
      found.push(
        problem(
          'error',
          'mount-target',
          mount.at,
          msg('clint.mountTarget', { target: mount.target }),
          msg('clint.mountTarget.hint'),
          { path: mount.path },
        ),
      );
    const target = mount.target.replace(/(.)\/+$/, '$1');
    const before = seen.get(target);
    if (before !== undefined)
      found.push(
        problem(
          'error',
          'target-twice',
          mount.at,
          msg('clint.sameMount', { target, line: before.at.from.line }),
          msg('clint.sameMount.hint'),
          { path: mount.path, related: [before.at] },
        ),
      );
    else seen.set(target, mount);
    return found;
  });
}

/** `yes`, `on`, `no` where true or false is due: compose takes them with a warning, other readers as text. */
function words(reading: Reading, service: Named): Problem[] {
  const schema = schemaAt(['services', service.name]);
  if (schema === undefined || service.value.kind !== 'map') return [];
  return [...service.value.entries].flatMap(([key, { value }]) => {
    const own = propertyOf(schema, key);
    const node = scalar(value);
    if (own === undefined || node === undefined || !typesOf(resolve(own)).includes('boolean')) return [];
    const source = sourceOf(reading, node.at);
    if (source === undefined || !/^(y|n|yes|no|on|off)$/i.test(source)) return [];
    const meant = /^(y|yes|on)$/i.test(source) ? 'true' : 'false';
    return [
      problem(
        'warning',
        'boolean-word',
        node.at,
        msg('clint.boolean', { key, value: source }),
        msg('clint.write', { text: meant }),
        {
          path: [...service.path, key],
          fixes: write(node.at, meant).map((fix) => ({
            ...fix,
            edits: fix.edits.map((edit) => ({ ...edit, text: meant })),
          })),
        },
      ),
    ];
  });
}
