import { z } from 'zod';
import type { Channel } from './channels';
import { alertsContract } from './contract/alerts';
import { composeContract } from './contract/compose';
import { composeWizardContract } from './contract/compose-wizard';
import { dashboardsContract } from './contract/dashboards';
import { diagnoseContract } from './contract/diagnose';
import { enginesContract } from './contract/engines';
import { filesContract } from './contract/files';
import { insideContract } from './contract/inside';
import { metricsContract } from './contract/metrics';
import { resourcesContract } from './contract/resources';
import { stacksContract } from './contract/stacks';
import type { EngineInfo, EngineState } from './engine';
import type { ErrorInfo } from './errors';
import type { Message } from './i18n/index';
import { locales } from './i18n/types';
import type { Plan, Run, RunEvent, RunSummary } from './plan';
import type { LiveCluster } from './redis-cluster/live';
import type { ClusterStatus, ClusterSummary } from './redis-cluster/observed';
import type { ClusterEvent } from './redis-cluster/timeline';
import {
  keyNameSchema,
  keySearchSchema,
  remoteSchema,
  type CheckReport,
  type CommandReply,
  type KeyPage,
  type KeyPreview,
} from './redis-cluster/tools';
import { planRequestSchema, type PlanRequest } from './requests';
import { exportFormats } from './runs/formats';
import { secretRefSchema } from './secrets';
import type { StreamEvent } from './streams';
import type { UpdateState } from './updates';

const serverUrl = z.url({ protocol: /^https?$/ }).max(1000);
const serverTls = z.strictObject({
  ca: z.string().min(1).max(4096).optional(),
  insecure: z.boolean().optional(),
});
const login = {
  user: z.string().max(200).optional(),
  password: secretRefSchema.optional(),
  tls: serverTls.optional(),
};

/** Sources of metrics beside the engine; null: those that run as containers of the engine are found by themselves. */
export const metricSettingsSchema = z.strictObject({
  cadvisor: z.strictObject({ url: serverUrl, ...login }).nullable(),
  influx: z.strictObject({ url: serverUrl, database: z.string().min(1).max(200), ...login }).nullable(),
  /** Whether InfluxDB is written to as well, with what cAdvisor leaves out. */
  influxWrite: z.boolean(),
});
export type MetricSettings = z.infer<typeof metricSettingsSchema>;

export const settingsSchema = z.strictObject({
  locale: z.enum(['system', ...locales]),
  theme: z.enum(['system', 'light', 'dark']),
  /** The engine chosen by hand, as EngineInfo.id; null: the first that answers. */
  engine: z.string().nullable(),
  sidebarCollapsed: z.boolean(),
  /** Whether the guided first steps are still to be shown. */
  firstRun: z.enum(['due', 'done']),
  /** Which kinds of system notifications are shown. */
  notifications: z.strictObject({
    ...{ run: z.boolean(), engine: z.boolean(), alert: z.boolean() },
    // A settings file from before there was this kind keeps its other choices.
    update: z.boolean().default(true),
  }),
  metrics: metricSettingsSchema,
  /** Whether secrets are written down, unencrypted, where the system has no keyring; else they last for the session. */
  keepSecrets: z.boolean(),
  /** What closing the last window does where the desktop has a tray: asked, or said for good. */
  tray: z.enum(['ask', 'hide', 'quit']),
  /** Where to ask whether there is a newer version; empty: nothing is asked. */
  updateUrl: z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(500)]),
});
export type Settings = z.infer<typeof settingsSchema>;

export interface AppInfo {
  readonly version: string;
  readonly electron: string;
  readonly node: string;
  readonly platform: string;
  /** The operating system's language, as a locale of ours. */
  readonly systemLocale: (typeof locales)[number];
  readonly dataDir: string;
  /** Whether stored secrets are encrypted by the system's keyring; false: see `Settings.keepSecrets`. */
  readonly secretsEncrypted: boolean;
}

export interface HostInterface {
  readonly name: string;
  readonly address: string;
  readonly internal: boolean;
}

/** A plan as the wizard shows it: live, from the real state. */
export interface Preview {
  readonly plan: Plan;
  readonly digest: string;
  /** Server images that the engine has, for the form's proposals. */
  readonly images?: readonly string[];
}

const call = <I extends z.ZodType>(input: I) => ({
  input,
  output: <O>() => ({ input, output: undefined as O }),
});
const name = z.string().min(1).max(200);
const runId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const none = z.undefined();

/**
 * Every call from the window to the main process, with the shape that its input must have and the
 * output's type: the index of the app. Outputs come from us and are typed, not validated.
 */
export const contract = {
  'app.info': call(none).output<AppInfo>(),
  /** Opens one more window at a path of its router. */
  'app.newWindow': call(z.strictObject({ path: z.string().min(1).max(4000) })).output<null>(),
  /** Whether the desktop shows tray icons at the moment. */
  'app.hasTray': call(none).output<boolean>(),
  /** Asks the feed of the settings for a newer version; `off` where there is none. */
  'updates.check': call(none).output<UpdateState>(),
  /** Opens the page of the newer version that was found last in the browser. */
  'updates.open': call(none).output<null>(),
  'settings.get': call(none).output<Settings>(),
  /** Changes the given fields; gives all of them. */
  'settings.set': call(settingsSchema.partial()).output<Settings>(),

  'engine.list': call(none).output<readonly EngineInfo[]>(),
  'engine.state': call(none).output<EngineState>(),
  /** null: back to the first that answers. */
  'engine.select': call(z.string().max(500).nullable()).output<EngineState>(),
  'host.interfaces': call(none).output<readonly HostInterface[]>(),
  /** Keeps a secret and gives a reference to it. The value never comes back to the window. */
  'secret.store': call(z.strictObject({ value: z.string().min(1).max(1000) })).output<{ stored: string }>(),

  /** Observes and plans. Findings of the preflight are in the plan. */
  'plan.preview': call(planRequestSchema).output<Preview>(),
  /** The bash script that stands for the plan of a request. */
  'plan.script': call(planRequestSchema).output<string>(),
  /** A save dialog; gives the path, or null when it was closed. The format follows what is asked for. */
  'spec.save': call(z.strictObject({ request: planRequestSchema, as: z.enum(['spec', 'script']) })).output<
    string | null
  >(),
  /** An open dialog for a spec file; the request that it holds, or null. */
  'spec.open': call(none).output<PlanRequest | null>(),
  /** The spec file's text. */
  'spec.yaml': call(planRequestSchema).output<string>(),

  /** Starts the plan that was agreed to; refused with `plan.changed` when the state has changed since. */
  'run.start': call(z.strictObject({ request: planRequestSchema, digest: z.string() })).output<{
    runId: string;
  }>(),
  'run.list': call(none).output<readonly RunSummary[]>(),
  'run.get': call(runId).output<Run>(),
  'run.cancel': call(runId).output<null>(),
  'run.resume': call(runId).output<null>(),
  'run.undo': call(runId).output<null>(),
  /** A save dialog, then the run as text without secrets; the path, or null when the dialog was closed. */
  'run.export': call(z.strictObject({ id: runId, as: z.enum(exportFormats) })).output<string | null>(),

  /** Ours, adopted, and those discovered on the engine. */
  'redisCluster.list': call(none).output<readonly ClusterSummary[]>(),
  'redisCluster.status': call(name).output<ClusterStatus>(),
  /** Takes a discovered cluster in under a name; the password where it asks for one. */
  'redisCluster.adopt': call(
    z.strictObject({ discovered: name, name, password: z.strictObject({ stored: z.string() }).optional() }),
  ).output<ClusterStatus>(),
  /** Forgets an adopted cluster; the cluster itself stays as it is. */
  'redisCluster.forget': call(name).output<null>(),
  /** Takes in a cluster that stands elsewhere, by the address of one of its nodes. */
  'redisCluster.adoptRemote': call(remoteSchema).output<ClusterStatus>(),

  /** A running cluster as its plans see it. */
  'redisCluster.live': call(name).output<LiveCluster>(),
  /** `deep`: also counts keys in wrong nodes. */
  'redisCluster.check': call(z.strictObject({ name, deep: z.boolean() })).output<CheckReport>(),
  /** Keys of each of the 16384 slots, at its owner. */
  'redisCluster.slotKeys': call(name).output<readonly number[]>(),
  /** While it is on, `redis-live` events come about once a second. Each window that watches says so itself. */
  'redisCluster.watch': call(z.strictObject({ name, on: z.boolean() })).output<null>(),
  /** What happened since the app began to watch it, oldest first; the last thousand. */
  'redisCluster.events': call(name).output<readonly ClusterEvent[]>(),
  'redisCluster.keys': call(keySearchSchema).output<KeyPage>(),
  'redisCluster.key': call(z.strictObject({ name, key: keyNameSchema })).output<KeyPreview>(),
  /** How many there were. */
  'redisCluster.deleteKeys': call(
    z.strictObject({ name, keys: z.array(keyNameSchema).min(1).max(1000) }),
  ).output<number>(),
  /** One line to the cluster, or to one node. */
  'redisCluster.command': call(
    z.strictObject({ name, node: name.optional(), line: z.string().min(1).max(100_000) }),
  ).output<CommandReply>(),

  ...enginesContract,
  ...composeContract,
  ...composeWizardContract,
  ...dashboardsContract,
  ...diagnoseContract,
  ...filesContract,
  ...insideContract,
  ...alertsContract,
  ...metricsContract,
  ...resourcesContract,
  ...stacksContract,

  /** A folder picker; null when it was closed. */
  'dialog.folder': call(none).output<string | null>(),
  'clipboard.write': call(z.string().max(1_000_000)).output<null>(),
} satisfies Record<Channel, { input: z.ZodType; output: unknown }>;

export type Contract = typeof contract;
export type Input<C extends Channel> = z.input<Contract[C]['input']>;
export type Output<C extends Channel> = Contract[C]['output'];

/** What every call answers. */
export type Envelope<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorInfo };

/** What the main process tells the window by itself. */
export type AppEvent =
  | { readonly type: 'engine'; readonly state: EngineState }
  | { readonly type: 'run'; readonly event: RunEvent }
  /** Something changed on the engine (containers, networks, volumes): look again. Throttled. */
  | { readonly type: 'engine-changed' }
  /** A watched Redis cluster as it stands, and what happened to it since the last time. */
  | {
      readonly type: 'redis-live';
      readonly name: string;
      readonly status: ClusterStatus;
      readonly events: readonly ClusterEvent[];
    }
  /** Alerts changed: look again. `notice`: one that fired or is over, to be shown. */
  | { readonly type: 'alerts'; readonly notice?: { readonly title: Message; readonly body: Message } }
  /** What a stream tells, and its end. */
  | StreamEvent
  /** A menu item or shortcut that the window carries out. */
  | { readonly type: 'command'; readonly command: AppCommand }
  /** Where the window is to go, as a path of its router: a notification or a tray entry was chosen. */
  | { readonly type: 'go'; readonly path: string }
  | { readonly type: 'settings'; readonly settings: Settings };

export type AppCommand =
  | 'new-redis-cluster'
  | 'open-spec'
  | 'go-overview'
  | 'go-redis'
  | 'go-stacks'
  | 'go-runs'
  | 'go-settings'
  | 'toggle-sidebar'
  | 'reload-data';

/** What the preload puts on `window.flotilla`: one function a channel, and the events. */
export interface Bridge {
  readonly call: {
    readonly [C in Channel]: (input?: unknown) => Promise<Envelope<Output<C>>>;
  };
  /** Returns the way to stop listening. */
  onEvent(listener: (event: AppEvent) => void): () => void;
}
