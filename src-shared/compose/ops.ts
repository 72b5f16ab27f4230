import { z } from 'zod';
import { projectRefSchema } from './source';

const op = <K extends string, A extends z.ZodType>(kind: K, args: A) =>
  z.object({ kind: z.literal(kind), args });

/**
 * A command that a person would type instead: groups of words, a line each. `${NAME}` in a word is a variable of
 * the files, whose value is not known here, `$$` a dollar.
 */
const words = z.array(z.array(z.string()));

/**
 * A part of a project by reference. What it holds (environment, labels, build arguments, driver options) may be
 * secret, so it stands in no op: the op reads the files again when it runs, and refuses with `compose.changed`
 * when what they say no longer has this hash.
 */
const part = {
  project: projectRefSchema,
  /** The project's name, as its labels have it. */
  stack: z.string(),
  /** networks, volumes, builds: `hashOf(model part)`; services: `configHash`. */
  hash: z.string(),
};

const service = {
  ...part,
  service: z.string(),
  /** `container-number`, from 1. */
  number: z.int().min(1),
  /** Its name on the engine. */
  container: z.string(),
  /** As the service names it, or as its build is called. */
  image: z.string(),
  words,
  /** Commands that follow: networks beyond the first that it joins. */
  then: z.array(words),
};

/** Whose service it is for, in which files: a failure names the place there. Absent where no files are known. */
const whose = z.object({ project: projectRefSchema, service: z.string() }).optional();

/** A container of a project that is there: that very one, and no later one of its name. */
const standing = { container: z.string(), id: z.string() };

/** What is done to a compose project, beside `container.pause`, `container.unpause`, `network.remove`, `volume.remove`. */
export const composeOps = [
  /** `key` is the one in the files, `name` the one on the engine. Undo removes what this run made. */
  op('compose.network', z.object({ ...part, key: z.string(), name: z.string(), words })),
  op('compose.volume', z.object({ ...part, key: z.string(), name: z.string(), words })),
  /** `always`: also when the image is there, for it may be old. Undo removes an image that was not there, and gives its name back to one that was. */
  op(
    'compose.pull',
    z.object({ image: z.string(), platform: z.string().optional(), always: z.boolean(), for: whose }),
  ),
  /** Builds a service's image and calls it `image`; `pull`: base images anew. */
  op(
    'compose.build',
    z.object({ ...part, service: z.string(), image: z.string(), pull: z.boolean(), words }),
  ),
  /** Creates a container, joins its further networks, puts secrets and configs into it. It does not start it. */
  op('compose.create', z.object(service)),
  /**
   * Puts a new container in an old one's place: create `<12hex>_name`, stop, remove, rename. Anonymous volumes go
   * over to the new one. `when`: `image-changed` does nothing if the image that the service names now is the one
   * that the old container has. Once the old one is gone, undo leaves
   * the new one with all that it stands on, and says so.
   */
  op(
    'compose.recreate',
    z.object({
      ...service,
      /** `ran`: undo starts it again, where it is still there. */
      replaces: z.object({ id: z.string(), name: z.string(), ran: z.boolean().optional() }),
      when: z.enum(['always', 'image-changed']),
    }),
  ),
  /** By name: it may be one that the same plan makes. */
  op('compose.start', z.object({ container: z.string(), for: whose })),
  /** With the container's own StopSignal and StopTimeout. Undo starts it again, if it ran. */
  op('compose.stop', z.object(standing)),
  op('compose.restart', z.object(standing)),
  /** Stops and removes; `volumes`: its anonymous ones as well. */
  op('compose.remove', z.object({ ...standing, volumes: z.boolean() })),
  /**
   * Waits for a service's containers. `running`: they run, or have ended with 0. `healthy`: fails as soon as one is
   * unhealthy, has ended, or has no health check. `completed`: fails when one ends with another code than 0.
   */
  op(
    'compose.wait',
    z.object({
      service: z.string(),
      containers: z.array(z.string()),
      until: z.enum(['running', 'healthy', 'completed']),
      for: whose,
    }),
  ),
  /** Not while a container uses it: then it stays, and that is no failure. */
  op('compose.removeImage', z.object({ image: z.string() })),
  /**
   * `docker compose` with these arguments behind `-f … -p …`. `hashes`: of the services that it is about.
   * `makes`: what is not there yet, by its name on the engine: undo removes that, if it was made since.
   */
  op(
    'compose.cli',
    z.object({
      project: projectRefSchema,
      stack: z.string(),
      args: z.array(z.string()),
      hashes: z.record(z.string(), z.string()),
      makes: z.object({
        containers: z.array(z.string()),
        networks: z.array(z.string()),
        volumes: z.array(z.string()),
        /** Journals of earlier versions have none. */
        images: z.array(z.string()).default([]),
        /** Containers whose place new ones take, with the new ones' names. `ran`: undo starts it again, if it is there. */
        replaced: z.array(z.object({ id: z.string(), name: z.string(), ran: z.boolean() })).default([]),
      }),
    }),
  ),
] as const;
