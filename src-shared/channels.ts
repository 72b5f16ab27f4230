/**
 * The names of every IPC channel. Apart from contract.ts so that the preload does not carry zod:
 * a smaller preload opens the window sooner.
 */
export const channels = [
  'app.info',
  'settings.get',
  'settings.set',
  'engine.list',
  'engine.state',
  'engine.select',
  'host.interfaces',
  'secret.store',
  'plan.preview',
  'plan.script',
  'spec.save',
  'spec.open',
  'spec.yaml',
  'run.start',
  'run.list',
  'run.get',
  'run.cancel',
  'run.resume',
  'run.undo',
  'redisCluster.list',
  'redisCluster.status',
  'redisCluster.adopt',
  'redisCluster.forget',
  'redisCluster.adoptRemote',
  'redisCluster.live',
  'redisCluster.check',
  'redisCluster.slotKeys',
  'redisCluster.watch',
  'redisCluster.events',
  'redisCluster.keys',
  'redisCluster.key',
  'redisCluster.deleteKeys',
  'redisCluster.command',
  'compose.stacks',
  'compose.stack',
  'compose.read',
  'compose.diff',
  'compose.cli',
  'files.pick',
  'files.read',
  'files.save',
  'dialog.folder',
  'clipboard.write',
] as const;
export type Channel = (typeof channels)[number];

/** The one channel from the main process to the window: it carries AppEvents. */
export const eventChannel = 'flotilla.event';
