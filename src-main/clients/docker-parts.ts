import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { z } from 'zod';
import { AppError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import { statusOf } from './docker-errors';
import { refusal } from './docker-refusals';
import { read } from './docker-schemas';
import { asBody, type CallOptions, type Limits, type Wire, type WireAbout } from './docker-wire';

type Body = Readonly<Record<string, unknown>>;

/** Calls whose bodies are made elsewhere, as the Engine API names them: what compose projects need. */
export interface Parts {
  /** Gives the new container's id. `platform` as `linux/amd64`. */
  createContainer(name: string, body: Body, platform?: string, options?: CallOptions): Promise<string>;
  rename(container: string, name: string, options?: CallOptions): Promise<void>;
  /** With the container's own stop signal and time. False when it had stopped already. */
  stop(container: string, options?: CallOptions): Promise<boolean>;
  restart(container: string, options?: CallOptions): Promise<void>;
  /** A container's environment, mounts and health, without what others need. Holds secrets: keep no copy. */
  describe(container: string, options?: CallOptions): Promise<Described>;
  /** Unpacks a tar archive at `/`. */
  putTar(container: string, tar: Buffer, options?: CallOptions): Promise<void>;
  createNetwork(body: Body & { readonly Name: string }, options?: CallOptions): Promise<string>;
  connect(network: string, container: string, endpoint: Body, options?: CallOptions): Promise<void>;
  /** One that is there already stays as it is. */
  createVolume(body: Body & { readonly Name: string }, options?: CallOptions): Promise<void>;
  /** undefined: no such image. */
  image(name: string, options?: CallOptions): Promise<ImageFacts | undefined>;
  tag(image: string, repository: string, tag: string, options?: CallOptions): Promise<void>;
  /**
   * Builds an image; `line` hears every line of its output. Gives the image's id.
   *
   * @throws AppError `build.failed` with the last lines, `build.dockerfile`, `image.unknown`, …
   */
  build(input: BuildInput, line: (text: string) => void, options?: CallOptions): Promise<string>;
}

export interface BuildInput {
  /** The context as a tar stream; undefined for a remote one. */
  readonly context: Readable | undefined;
  readonly image: string;
  /** Query of `POST /build`: t, dockerfile, buildargs (JSON text), target, … */
  readonly query: Readonly<Record<string, string>>;
}

const describedSchema = z.object({
  Id: z.string(),
  Image: z.string(),
  State: z.object({
    Status: z.string(),
    Running: z.boolean(),
    Restarting: z.boolean().nullish(),
    ExitCode: z.number(),
    OOMKilled: z.boolean().nullish(),
    Health: z
      .object({
        Status: z.string(),
        Log: z.array(z.object({ ExitCode: z.number(), Output: z.string() })).nullish(),
      })
      .nullish(),
  }),
  RestartCount: z.number().nullish(),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }),
  Mounts: z
    .array(
      z.object({
        Type: z.string(),
        Name: z.string().nullish(),
        Destination: z.string(),
        RW: z.boolean().nullish(),
      }),
    )
    .nullish(),
});
export type Described = z.output<typeof describedSchema>;

const imageSchema = z.object({
  Id: z.string(),
  Config: z.object({ Volumes: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});
export interface ImageFacts {
  readonly id: string;
  /** Paths that get an anonymous volume each. */
  readonly volumes: readonly string[];
}

const buildLineSchema = z.object({
  stream: z.string().optional(),
  status: z.string().optional(),
  id: z.string().optional(),
  progress: z.string().optional(),
  error: z.string().optional(),
  errorDetail: z.object({ message: z.string().optional(), code: z.number().optional() }).nullish(),
  aux: z.object({ ID: z.string().optional() }).nullish(),
});

/** A stop waits for as long as the container's own grace period: nobody knows how long that is. */
const patientMs = 900_000;

export function partsOf(wire: Wire): Parts {
  const on = <T>(
    container: string,
    about: Omit<WireAbout, 'container'>,
    options: CallOptions | undefined,
    use: (container: Dockerode.Container, limits: Limits) => Promise<T>,
  ): Promise<T> =>
    wire.call({ ...about, container }, options, (engine, limits) =>
      use(engine.getContainer(encodeURIComponent(container)), limits),
    );
  const imageAt = (image: string): string => image.split('/').map(encodeURIComponent).join('/');
  return {
    createContainer: (name, body, platform, options) => {
      const image = typeof body['Image'] === 'string' ? body['Image'] : '';
      const about = { doing: msg('engine.doing.createContainer', { name }), container: name, image };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        const query = { name, ...(platform !== undefined && { platform }) };
        const given = { ...body, abortSignal } as Dockerode.ContainerCreateOptions;
        return z.string().parse((await engine.createContainer(asBody(given, query))).id);
      });
    },
    rename: (container, name, options) =>
      on(
        container,
        { doing: msg('engine.doing.createContainer', { name }) },
        options,
        async (each, { abortSignal }) => {
          await each.rename({ name, abortSignal });
        },
      ),
    stop: (container, options) =>
      on(
        container,
        { doing: msg('engine.doing.stopContainer', { name: container }) },
        { idleMs: patientMs, ...options },
        async (each, { abortSignal }) => {
          try {
            await each.stop({ abortSignal });
            return true;
          } catch (error) {
            if (statusOf(error) === 304) return false;
            throw error;
          }
        },
      ),
    restart: (container, options) =>
      on(
        container,
        { doing: msg('engine.doing.startContainer', { name: container }) },
        { idleMs: patientMs, ...options },
        async (each, { abortSignal }) => {
          await each.restart({ abortSignal });
        },
      ),
    describe: (container, options) =>
      on(
        container,
        { doing: msg('engine.doing.inspectContainer', { name: container }) },
        options,
        async (each, { abortSignal }) => read(describedSchema, await each.inspect({ abortSignal })),
      ),
    putTar: (container, tar, options) =>
      on(
        container,
        { doing: msg('engine.doing.writeFile', { path: '/', name: container }) },
        options,
        async (each, { abortSignal }) => {
          await each.putArchive(tar, { path: '/', abortSignal });
        },
      ),
    createNetwork: (body, options) => {
      const about = { doing: msg('engine.doing.createNetwork', { name: body.Name }), network: body.Name };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        const network = await engine.createNetwork(asBody({ ...body, abortSignal }));
        return z.string().parse(network.id);
      });
    },
    connect: (network, container, endpoint, options) => {
      const about = { doing: msg('engine.doing.attach', { network, container }), network, container };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        type Attachment = Dockerode.NetworkConnectOptions & { abortSignal?: AbortSignal };
        const body = { Container: container, EndpointConfig: endpoint, abortSignal } as Attachment;
        await engine.getNetwork(encodeURIComponent(network)).connect(asBody(body));
      });
    },
    createVolume: (body, options) => {
      const about = { doing: msg('engine.doing.createVolume', { name: body.Name }), volume: body.Name };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        await engine.createVolume(asBody({ ...body, abortSignal }));
      });
    },
    image: async (image, options) => {
      const about = { doing: msg('engine.doing.inspectImage', { image }), image };
      try {
        return await wire.call(about, options, async (engine) => {
          const { Id, Config } = read(imageSchema, await engine.getImage(imageAt(image)).inspect());
          return { id: Id, volumes: Object.keys(Config?.Volumes ?? {}) };
        });
      } catch (error) {
        if (error instanceof AppError && error.info.code === 'image.missing') return undefined;
        throw error;
      }
    },
    tag: (image, repository, tag, options) => {
      const about = { doing: msg('engine.doing.inspectImage', { image }), image };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        await engine.getImage(imageAt(image)).tag({ repo: repository, tag, abortSignal });
      });
    },
    build: (input, line, options) => build(wire, input, line, options),
  };
}

/** How many lines of a failed build are kept for its error. */
const lastLines = 20;

async function build(
  wire: Wire,
  { context, image, query }: BuildInput,
  line: (text: string) => void,
  options: CallOptions | undefined,
): Promise<string> {
  const about = { doing: msg('cops.doing.build', { image }), image };
  // A step of a build may be silent for long.
  const patient = { idleMs: 1_800_000, ...options };
  const last: string[] = [];
  let id = '';
  let rest = '';
  const say = (text: string): void => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const each of lines) {
      line(each);
      last.push(each);
      if (last.length > lastLines) last.shift();
    }
  };
  const answers = wire.lines(buildLineSchema, about, patient, (engine, { abortSignal }) => {
    const given = { ...query, abortSignal } as Dockerode.ImageBuildOptions;
    // A remote context is fetched by the engine: what is sent is an archive with nothing in it.
    return engine.buildImage(context ?? Readable.from([Buffer.alloc(1024)]), given);
  });
  const heard = new Set<string>();
  for await (const answer of answers) {
    if (answer.stream !== undefined) say(answer.stream);
    else if (answer.status !== undefined) {
      // A pull's layers say the same many times a second: only what is new is told.
      const text = answer.id === undefined ? answer.status : `${answer.id}: ${answer.status}`;
      if (!heard.has(text)) say(`${text}\n`);
      heard.add(text);
    }
    id = answer.aux?.ID ?? id;
    const failure = answer.errorDetail?.message ?? answer.error;
    if (failure === undefined) continue;
    if (rest !== '') say('\n');
    throw buildError(wire.endpoint, image, failure, last);
  }
  if (rest !== '') say('\n');
  return id;
}

/** What a failed build says: a command that ended with a code, or the engine's own refusal. */
function buildError(endpoint: string, image: string, failure: string, last: readonly string[]): AppError {
  const doing = msg('cops.doing.build', { image });
  const details = [...last, failure].map((text) => raw(text));
  const ended = /returned a non-zero code: (\d+)|did not complete successfully: exit code: (\d+)/.exec(
    failure,
  );
  if (ended !== null) {
    const step = last.findLast((text) => /^Step \d+\/\d+ : /.test(text)) ?? '';
    const command = step.replace(/^Step \d+\/\d+ : /, '').slice(0, 200);
    return new AppError({
      code: 'build.failed',
      doing,
      what: msg('cops.build.failed', { code: ended[1] ?? ended[2] ?? '?', command: command || image }),
      hint: msg('cops.build.failed.hint'),
      details,
    });
  }
  const from = last.findLast((text) => /^Step \d+\/\d+ : FROM /i.test(text));
  const base = from?.replace(/^Step \d+\/\d+ : FROM (--\S+ )*/i, '').split(/\s/)[0] ?? image;
  const words = refusal(failure, { doing, endpoint, image: base });
  return new AppError({ ...words, doing, details });
}
