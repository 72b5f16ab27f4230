import { imageTag } from '@shared/image';
import { msg } from '@shared/i18n/index';
import type { BuildModel } from '@shared/compose/model';
import { plain, record, text, textMap, texts } from '@shared/compose/plan/values';
import { composeLabel } from '@shared/compose/stack';
import { composeVersion } from '@shared/compose/plan/hash';
import type { OpArgs } from '@shared/ops';
import { buildContext } from '../../clients/build-context';
import type { Docker } from '../../clients/docker';
import type { OpHandler } from '../../runner/types';
import { goOn, ifThere } from '../docker-deps';
import { removeUnused } from '../docker-pull';
import { modelNow, partNow, type ComposeOpsDeps } from './deps';

export function removeImageOp(docker: Docker): OpHandler<OpArgs<'compose.removeImage'>> {
  return {
    async run({ image }, context) {
      goOn(context);
      await ifThere(docker.images.remove(image), 'image.missing', 'image.in-use');
    },
  };
}

export function buildOp(
  deps: ComposeOpsDeps,
): OpHandler<OpArgs<'compose.build'>, { id: string; before?: string }> {
  const { docker } = deps;
  return {
    async run({ project, stack, hash, service, image, pull }, context) {
      const { model } = await modelNow(deps, project, stack);
      const build = plain(partNow(model.services[service]?.build, hash, stack, `${service}.build`));
      const before = await docker.images.idOf(image, { signal: context.signal });
      goOn(context);
      const remote = /^(https?:\/\/|git:\/\/|github\.com\/|git@)/.test(build.context);
      const context_ = remote
        ? undefined
        : await buildContext(build.context, {
            image,
            ...(build.dockerfile !== undefined && { dockerfile: build.dockerfile }),
            ...(build.dockerfile_inline !== undefined && { inline: build.dockerfile_inline }),
          });
      const labels = {
        ...textMap(build['labels']),
        [composeLabel.project]: model.name,
        [composeLabel.service]: service,
        [composeLabel.version]: composeVersion,
      };
      const query = queryOf(build, {
        image,
        pull,
        labels,
        dockerfile: context_?.dockerfile ?? build.dockerfile ?? 'Dockerfile',
        // A build argument without a value is one of the project's environment.
        argument: (name) => deps.variable(project, name),
      });
      const built = await docker.parts.build(
        {
          context: context_?.stream,
          image,
          query: { ...(await query), ...(remote && { remote: build.context }) },
        },
        (line) => {
          context.log(line);
          const step = /^Step (\d+)\/(\d+) : /.exec(line);
          if (step === null) return;
          const [done, all] = [Number(step[1]) - 1, Number(step[2])];
          context.progress({ fraction: done / all, note: msg('cops.build.note', { done: done + 1, all }) });
        },
        { signal: context.signal },
      );
      const id = (await docker.images.idOf(image)) ?? built;
      return { id, ...(before !== undefined && { before }) };
    },
    async undo({ image }, output) {
      if (output === undefined) return;
      const now = await docker.images.idOf(image);
      if (now !== output.id || now === output.before) return;
      if (output.before === undefined) {
        return removeUnused(docker, image);
      }
      const { repository, tag } = imageTag(image);
      await ifThere(docker.parts.tag(output.before, repository, tag), 'image.missing');
    },
    holds: async ({ image }, { id }) => (await docker.images.idOf(image)) === id,
  };
}

/** The query of `POST /build` (https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image/operation/ImageBuild). */
async function queryOf(
  build: BuildModel,
  given: {
    image: string;
    dockerfile: string;
    pull: boolean;
    labels: Readonly<Record<string, string>>;
    argument: (name: string) => Promise<string | undefined>;
  },
): Promise<Record<string, string>> {
  const pairs = await Promise.all(
    Object.entries(build.args ?? {}).map(
      async ([name, value]) => [name, value ?? (await given.argument(name))] as const,
    ),
  );
  const args = Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
  const list = (key: string): string[] => texts(build[key]);
  const hosts = build['extra_hosts'];
  const extra = Array.isArray(hosts)
    ? texts(hosts).map((each) => each.replace('=', ':'))
    : Object.entries(record(hosts)).flatMap(([host, at]) => texts(at).map((each) => `${host}:${each}`));
  const platforms = list('platforms');
  const network = text(build['network']);
  const shm = text(build['shm_size']);
  return {
    t: given.image,
    dockerfile: given.dockerfile,
    labels: JSON.stringify(given.labels),
    rm: '1',
    forcerm: '1',
    ...(Object.keys(args).length > 0 && { buildargs: JSON.stringify(args) }),
    ...(build.target !== undefined && { target: build.target }),
    ...((given.pull || build['pull'] === true) && { pull: '1' }),
    ...(build['no_cache'] === true && { nocache: '1' }),
    ...(network !== undefined && { networkmode: network }),
    ...(shm !== undefined && { shmsize: shm }),
    ...(list('cache_from').length > 0 && { cachefrom: JSON.stringify(list('cache_from')) }),
    ...(extra.length > 0 && { extrahosts: extra.join(',') }),
    ...(platforms.length === 1 && { platform: platforms[0] ?? '' }),
  };
}
