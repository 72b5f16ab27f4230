import { app } from './app';
import { cli } from './cli';
import { common } from './common';
import { engine } from './engine';
import { ops } from './ops';
import { redisFindings } from './redis-findings';
import { redisPlan } from './redis-plan';
import { redisOps } from './redis-ops';
import { redisProblems } from './redis-problems';
import { runner } from './runner';
import { spec } from './spec';
import { ui } from './ui';
import { wizard } from './wizard';
import { wizardCluster } from './wizard-cluster';

/** The English catalogue: the source of every key and its parameters. One file an area. */
export const en = {
  ...app,
  ...cli,
  ...common,
  ...engine,
  ...ops,
  ...redisOps,
  ...redisProblems,
  ...redisFindings,
  ...redisPlan,
  ...runner,
  ...spec,
  ...ui,
  ...wizard,
  ...wizardCluster,
} as const;
