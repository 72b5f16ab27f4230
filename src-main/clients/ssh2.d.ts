/** The same library by a path that the bundle does not take for dockerode's (see electron.vite.config.ts). */
declare module 'ssh2/lib/index.js' {
  import * as ssh2 from 'ssh2';
  export default ssh2;
}
