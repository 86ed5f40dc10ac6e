import { join } from "node:path";
import { listenOn } from "../ports";
import { newSecret } from "../state";
import { Context, type Settings } from "./context";
import { workOff } from "./engine/due";
import { Faults } from "./faults";
import { createHttp } from "./http";
import { letters } from "./ids";
import { Store } from "./store";
import { WEBHOOK_TIMING, Webhooks, type WebhookTiming } from "./webhooks";

const TICK_MS = 30_000;
const DAY = 24 * 60 * 60;
const EVENTS_KEPT = 5_000;
const APP_ENDPOINT = "we_app";

/** The keys by which the app and the server know each other. */
export type Keys = { key: string; webhookSecret: string; formSecret: string };

export type Options = {
  port: number;
  /** Where it keeps its state; without it, in memory only. */
  dir?: string;
  keys?: Keys;
  /** The app's webhook. */
  webhook?: string;
  /** The time outside test clocks, in milliseconds. */
  now?: () => number;
  settings?: Partial<Pick<Settings, "shop" | "retryDays" | "afterRetries">>;
  timing?: Partial<WebhookTiming>;
  /** Decides the order of shuffled deliveries. */
  random?: () => number;
};

/** A running stand-in for Stripe. */
export type PaymentsServer = {
  url: string;
  port: number;
  key: string;
  webhookSecret: string;
  /** Failures for the next requests. */
  faults: Faults;
  webhooks: Webhooks;
  /** Signs events to the app with this secret too, as Stripe does while a secret is changed. */
  alsoSignWith(secret: string): void;
  /**
   * Sets the time outside test clocks, in unix seconds, and does what is due until then; the present time, and time
   * goes on, without one.
   */
  travel(time?: number): void;
  stop(): Promise<void>;
};

export async function startPayments(options: Options): Promise<PaymentsServer> {
  const { port, dir, now = Date.now } = options;
  const keys = options.keys ?? newKeys();
  const store = await Store.open(dir === undefined ? undefined : join(dir, "payments.json"));
  const url = `http://127.0.0.1:${port}`;
  const settings: Settings = {
    key: keys.key,
    formSecret: keys.formSecret,
    shop: "Throughline",
    retryDays: [3, 5, 7],
    afterRetries: "unpaid",
    ...options.settings,
  };
  const context = new Context({ store, settings, origin: url, now });
  const faults = new Faults();
  const webhooks = new Webhooks(context, { timing: { ...WEBHOOK_TIMING, ...options.timing }, random: options.random });
  const afterRequest = () => {
    workOffAll(context);
    webhooks.wake();
  };
  const travel = (time?: number) => {
    context.hold(time);
    afterRequest();
  };
  const http = createHttp({ context, faults, answered: afterRequest });
  await listenOn(http, { port, host: "127.0.0.1", name: "payments stand-in" });
  if (options.webhook !== undefined) setAppEndpoint(context, options.webhook, keys.webhookSecret);
  const timer = setInterval(afterRequest, TICK_MS).unref();
  afterRequest();
  const stop = async () => {
    clearInterval(timer);
    const closed = new Promise((resolve) => http.close(resolve));
    http.closeAllConnections();
    await closed;
    await webhooks.stop();
    await store.save();
  };
  const alsoSignWith = (secret: string) => {
    const { hidden } = store.get("endpoints", APP_ENDPOINT);
    store.change("endpoints", APP_ENDPOINT, { hidden: { secrets: [...hidden.secrets, secret] } });
  };
  return { url, port, key: keys.key, webhookSecret: keys.webhookSecret, faults, webhooks, alsoSignWith, travel, stop };
}

/** Does all that is due outside of test clocks; those move when they are told to. */
function workOffAll(context: Context): void {
  try {
    for (const work of context.takeLater()) work();
    workOff(context, null, context.wall());
    forgetOld(context);
  } catch (error) {
    console.error("The payments stand-in could not do what is due.", error);
  }
}

/** Answers are kept for a day, of the events the newest ones: the file is written as a whole. */
function forgetOld(context: Context): void {
  const { store } = context;
  const since = context.wall() - DAY;
  for (const { id, at } of store.all("answered")) {
    if (at >= since) break;
    store.remove("answered", id);
  }
  for (const { id } of store.all("events").slice(0, -EVENTS_KEPT)) store.remove("events", id);
  store.commit();
}

/** The endpoint of the app, which needs no request to be there. */
function setAppEndpoint(context: Context, url: string, secret: string): void {
  const { store } = context;
  store.put("endpoints", {
    id: APP_ENDPOINT,
    object: "webhook_endpoint",
    api_version: null,
    application: null,
    created: store.find("endpoints", APP_ENDPOINT)?.created ?? context.wall(),
    description: "The app on this machine",
    enabled_events: ["*"],
    livemode: false,
    metadata: {},
    status: "enabled",
    url,
    hidden: { secrets: [secret] },
  });
  store.commit();
}

export function newKeys(): Keys {
  return { key: `sk_test_${letters(99)}`, webhookSecret: `whsec_${letters(32)}`, formSecret: newSecret() };
}
