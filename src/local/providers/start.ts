import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { assetOf, notice } from "../oauth/frame";
import { listenOn } from "../ports";
import { Calls } from "./calls";
import { Clock } from "./clock";
import type { Asked } from "./exchange";
import { createHttp } from "./http";
import { answerHubSpot } from "./hubspot/answer";
import type { Keys as HubSpotKeys, Settings } from "./hubspot/crm";
import { HubSpot } from "./hubspot/hubspot";
import { WEBHOOK_TIMING, type WebhookTiming } from "./hubspot/webhooks";
import { Journal } from "./journal";

// Stand-ins for the providers that the app syncs with, each below its own path: /hubspot has the API, consent, console.
// Doors for tests, with the client secret as bearer: /hubspot/admin/{seed,grant,edit,calls,faults,settings,time,reset}.

/** The keys by which the app and the providers know each other. */
export type Keys = { hubspot: HubSpotKeys };

export type Options = {
  port: number;
  /** Where it keeps its state; without it, in memory only. */
  dir?: string;
  keys?: Keys;
  /** The app's addresses for webhooks; `signedAs` is the public one, if that is another. */
  webhook?: { hubspot: string; signedAs?: string };
  /** The time, in milliseconds. */
  now?: () => number;
  /** How HubSpot behaves, where that differs from the usual. */
  hubspot?: Partial<Settings>;
  timing?: Partial<WebhookTiming>;
};

/** Running stand-ins. */
export type ProvidersServer = {
  url: string;
  port: number;
  keys: Keys;
  clock: Clock;
  hubspot: HubSpot;
  stop(): Promise<void>;
};

export async function startProviders(options: Options): Promise<ProvidersServer> {
  const { port, dir, keys = newKeys(), webhook, now } = options;
  const journal = await Journal.open(dir === undefined ? undefined : join(dir, "providers.jsonl"));
  const url = `http://127.0.0.1:${port}`;
  const clock = new Clock(now);
  const hubspot = new HubSpot({
    journal,
    clock,
    calls: new Calls(),
    keys: keys.hubspot,
    url: `${url}/hubspot`,
    target: webhook && { url: webhook.hubspot, signedAs: webhook.signedAs ?? webhook.hubspot },
    timing: { ...WEBHOOK_TIMING, ...options.timing },
    ...(options.hubspot ? { settings: options.hubspot } : {}),
  });
  const http = createHttp({
    providers: { hubspot: (asked) => answerHubSpot(hubspot, asked) },
    otherwise: ({ path }: Asked) =>
      assetOf(path) ?? notice("This page does not exist", "HubSpot is at /hubspot/.", 404),
    clock,
  });
  await listenOn(http, { port, host: "127.0.0.1", name: "providers' stand-in" });
  const stop = async () => {
    const closed = new Promise((resolve) => http.close(resolve));
    http.closeAllConnections();
    await closed;
    await hubspot.webhooks.stop();
    await journal.save();
  };
  return { url, port, keys, clock, hubspot, stop };
}

export function newKeys(): Keys {
  return { hubspot: { clientId: randomUUID(), clientSecret: randomBytes(24).toString("base64url") } };
}
