import { alerts } from './alerts';
import { app } from './app';
import { chart } from './chart';
import { cli } from './cli';
import { common } from './common';
import { composeRead } from './compose-read';
import { desk } from './desk';
import { desktop } from './desktop';
import { containersRun } from './containers-run';
import { containersUpdate } from './containers-update';
import { diagnose } from './diagnose';
import { editor } from './editor';
import { composeOps } from './compose-ops';
import { composePlan } from './compose-plan';
import { composeWizard } from './compose-wizard';
import { composeLint } from './compose-lint';
import { engine } from './engine';
import { engines } from './engines';
import { firstRun } from './first-run';
import { hand } from './hand';
import { history } from './history';
import { influx } from './influx';
import { inside } from './inside';
import { insideNetwork } from './inside-network';
import { marks } from './marks';
import { metrics } from './metrics';
import { learn } from './learn';
import { monitor } from './monitor';
import { monitorEdit } from './monitor-edit';
import { ops } from './ops';
import { palette } from './palette';
import { redisDayTwo } from './redis-day-two';
import { redisDayTwoFindings } from './redis-day-two-findings';
import { redisFindings } from './redis-findings';
import { redisPlan } from './redis-plan';
import { redisOps } from './redis-ops';
import { redisCheck } from './redis-check';
import { redisLive } from './redis-live';
import { redisProblems } from './redis-problems';
import { redisTools } from './redis-tools';
import { redisSlots } from './redis-slots';
import { resources } from './resources';
import { resourcesPlan } from './resources-plan';
import { runner } from './runner';
import { runsPage } from './runs';
import { shell } from './shell';
import { sources } from './sources';
import { spec } from './spec';
import { stacks } from './stacks';
import { stacksExit } from './stacks-exit';
import { ui } from './ui';
import { wizard } from './wizard';
import { wizardCluster } from './wizard-cluster';
import { wizardTools } from './wizard-tools';
import { wizardDayTwo } from './wizard-day-two';

/** The English catalogue: the source of every key and its parameters. One file an area. */
export const en = {
  ...alerts,
  ...app,
  ...chart,
  ...cli,
  ...common,
  ...composeRead,
  ...desk,
  ...desktop,
  ...containersRun,
  ...containersUpdate,
  ...diagnose,
  ...editor,
  ...composeOps,
  ...composePlan,
  ...composeWizard,
  ...composeLint,
  ...engine,
  ...engines,
  ...firstRun,
  ...hand,
  ...history,
  ...influx,
  ...inside,
  ...insideNetwork,
  ...marks,
  ...metrics,
  ...learn,
  ...monitor,
  ...monitorEdit,
  ...ops,
  ...palette,
  ...redisOps,
  ...redisProblems,
  ...redisLive,
  ...redisCheck,
  ...redisFindings,
  ...redisDayTwo,
  ...redisDayTwoFindings,
  ...redisPlan,
  ...redisSlots,
  ...redisTools,
  ...resources,
  ...resourcesPlan,
  ...runner,
  ...runsPage,
  ...stacksExit,
  ...stacks,
  ...shell,
  ...sources,
  ...spec,
  ...ui,
  ...wizard,
  ...wizardCluster,
  ...wizardTools,
  ...wizardDayTwo,
} as const;
