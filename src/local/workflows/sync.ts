import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import canonicalize from "canonicalize";
import { z } from "zod";
import { addressOf, isKnownApp } from "./app-address";
import { callApp } from "./call-app";
import { dropTicks, planTicks } from "./cron";
import { isStandardCron } from "./cron-time";
import type { Engine } from "./engine-options";
import { type FunctionConfig, functionConfig } from "./function-config";
import { inTransaction, type Tx } from "./store";

const registration = z.object({
  url: z.url(),
  appName: z.string().min(1),
  sdk: z.string(),
  functions: z.array(z.unknown()),
});

const ASK_AGAIN_MS = 500;

/** Replaces an app's registered functions. Returns whether that changed anything; throws the problem. */
export async function register({ options, pool }: Engine, body: unknown): Promise<boolean> {
  const { url, appName, functions } = readable(registration.safeParse(body), "registration");
  const address = addressOf(url);
  if (!isKnownApp(options, url)) throw new Error(`No app is known at ${address}.`);
  const configs = functions.map((one) => {
    const given = readable(
      functionConfig.safeParse(one),
      `function ${z.object({ id: z.string() }).safeParse(one).data?.id}`,
    );
    if (!options.secondsInCron) refuseOddSchedules(given);
    if (addressOf(given.steps.step.runtime.url) !== address)
      throw new Error(`The function ${given.id} cannot be registered: its address differs from its app's.`);
    given.steps.step.runtime.url = withoutDeployId(given.steps.step.runtime.url);
    return given;
  });
  const hash = createHash("sha256")
    .update(canonicalize({ url: withoutDeployId(url), configs }) ?? "")
    .digest("hex");
  return inTransaction(pool, async (tx) => {
    await tx.rows("SELECT pg_advisory_xact_lock(hashtext('sync'))");
    const known = await tx.row<{ hash: string }>("SELECT hash FROM apps WHERE id = $1", [appName]);
    await tx.change(
      `INSERT INTO apps (id, url, hash) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET url = excluded.url, hash = excluded.hash, synced_at = now()`,
      [appName, withoutDeployId(url), hash],
    );
    if (known?.hash !== hash) await replace(tx, appName, configs);
    await callAtOnce(tx, appName);
    return known?.hash !== hash;
  });
}

function refuseOddSchedules({ id, triggers }: FunctionConfig): void {
  const odd = triggers.flatMap((one) => ("cron" in one && !isStandardCron(one.cron) ? [one.cron] : []));
  if (odd.length > 0)
    throw new Error(
      `The function ${id} cannot be registered: a schedule has five fields, unlike "${odd.join('", "')}".`,
    );
}

async function replace(tx: Tx, app: string, configs: FunctionConfig[]): Promise<void> {
  const before = await tx.rows<{ config: FunctionConfig }>("SELECT config FROM functions WHERE app_id = $1", [app]);
  for (const { config } of before)
    await dropTicks(
      tx,
      config,
      configs.find(({ id }) => id === config.id),
    );
  // Runs in progress keep their function; nothing starts it any more.
  await tx.change("UPDATE functions SET archived = true WHERE app_id = $1", [app]);
  for (const config of configs) {
    await tx.change(
      `INSERT INTO functions (id, app_id, config, hears) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE
       SET app_id = excluded.app_id, config = excluded.config, hears = excluded.hears, archived = false`,
      [config.id, app, JSON.stringify(config), heardBy(config)],
    );
    await planTicks(tx, config);
  }
}

/** Names and patterns of the events that a function uses. */
function heardBy({ triggers, cancel = [] }: FunctionConfig): string[] {
  return [...triggers, ...cancel].flatMap((one) => ("event" in one ? [one.event] : []));
}

/** An app that registers is reachable: calls that waited for it need not wait any longer. */
async function callAtOnce(tx: Tx, app: string): Promise<void> {
  const missed = await tx.rows<{ id: string }>(
    `UPDATE calls c SET due_at = now(), misses = 0 FROM runs r JOIN functions f ON f.id = r.function_id
     WHERE c.run_id = r.id AND f.app_id = $1 AND c.misses > 0 AND c.state = 'waiting' RETURNING c.id`,
    [app],
  );
  for (const { id } of missed) await tx.enqueue("call", { id }, { key: `call:${id}` });
}

/**
 * Asks each app to register as soon as it answers, and regularly after that: a restarted app may have other
 * functions.
 */
export async function keepSynced(engine: Engine): Promise<void> {
  await Promise.all(engine.options.appUrls.map((url) => keepOneSynced(engine, url)));
}

async function keepOneSynced(engine: Engine, url: string): Promise<void> {
  const { options, stopping, notice } = engine;
  let last = "";
  while (!stopping.aborted) {
    const outcome = await askToRegister(engine, url);
    // Each kind of refusal is reported once, not with every attempt.
    if (outcome !== last && outcome !== "down" && outcome !== "") notice(`${url} did not register: ${outcome}`);
    last = outcome;
    await pause(outcome === "down" ? Math.min(ASK_AGAIN_MS, options.resyncMs) : options.resyncMs, undefined, {
      signal: stopping,
    }).catch(() => undefined);
  }
}

/** Empty when the app has registered, `down` when nobody answers, else the app's message. */
async function askToRegister({ options, stopping }: Engine, url: string): Promise<string> {
  try {
    const { status, body } = await callApp(
      { method: "PUT", url, body: "", headers: {} },
      { signingKey: options.signingKey, signal: AbortSignal.any([stopping, AbortSignal.timeout(30_000)]) },
    );
    return status === 200 ? "" : `status ${status}${/^\{/.test(body) ? ` ${body.slice(0, 1_000)}` : ""}`;
  } catch {
    return "down";
  }
}

function readable<Output>(result: z.ZodSafeParseResult<Output>, what: string): Output {
  if (result.success) return result.data;
  throw new Error(`The ${what} cannot be registered: ${z.prettifyError(result.error)}`);
}

function withoutDeployId(text: string): string {
  const url = new URL(text);
  url.searchParams.delete("deployId");
  return url.href;
}
