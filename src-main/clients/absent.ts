/*
 * Stands in the bundle for what dockerode would load though nothing here uses it: gRPC and protobuf (for
 * BuildKit builds) and ssh2 (for engines over SSH). See docs/decisions/0007-dockerode-without-its-extras.md.
 */

/** Loading is free, using is an error: of a program that was changed and its build was not. */
function absent(): never {
  throw new Error('BuildKit sessions and SSH are left out of this build: see electron.vite.config.ts.');
}

export {
  absent as Client,
  absent as Server,
  absent as load,
  absent as loadPackageDefinition,
  absent as loadSync,
};
