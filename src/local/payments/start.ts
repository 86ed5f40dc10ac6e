import { join } from "node:path";
import { listenOn } from "../ports";
import { newSecret } from "../state";
import { Context, type Settings } from "./context";
import { Faults } from "./faults";
import { createHttp } from "./http";
import { letters } from "./ids";
import { Store } from "./store";

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
};

/** A running stand-in for Stripe. */
export type PaymentsServer = {
  url: string;
  port: number;
  key: string;
  webhookSecret: string;
  /** Failures for the next requests. */
  faults: Faults;
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
  const http = createHttp({
    context: () => context,
    faults,
    answered: () => {
      for (const work of context.takeLater()) work();
    },
  });
  await listenOn(http, { port, host: "127.0.0.1", name: "payments stand-in" });
  const stop = async () => {
    const closed = new Promise((resolve) => http.close(resolve));
    http.closeAllConnections();
    await closed;
    await store.save();
  };
  return { url, port, key: keys.key, webhookSecret: keys.webhookSecret, faults, stop };
}

export function newKeys(): Keys {
  return { key: `sk_test_${letters(99)}`, webhookSecret: `whsec_${letters(32)}`, formSecret: newSecret() };
}
