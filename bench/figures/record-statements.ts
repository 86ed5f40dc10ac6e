import { createHash } from "node:crypto";
import pg from "pg";
import type { Stage } from "../stage";

/** A statement as the app sent it. */
export type Sent = { name: string; text: string; values: readonly unknown[] };

const CONTROL = /^\s*(begin|commit|rollback|select set_config)/i;

/** The statements that `work` sends as the app role, without transaction control; its changes are rolled back. */
export async function recordStatements(stage: Stage, work: () => Promise<unknown>): Promise<Sent[]> {
  const role = decodeURIComponent(new URL(stage.urls.app).username);
  const sent: Sent[] = [];
  const query = pg.Client.prototype.query;
  const recording = function (this: pg.Client & { user?: string }, ...args: unknown[]): unknown {
    if (this.user !== role) return Reflect.apply(query, this, args);
    const [given, values] = args;
    const config = typeof given === "string" ? { text: given, values } : (given as { text: string; values?: unknown });
    if (/^\s*commit/i.test(config.text)) return Reflect.apply(query, this, ["ROLLBACK", ...args.slice(1)]);
    if (!CONTROL.test(config.text)) sent.push(sentOf(config.text, config.values));
    return Reflect.apply(query, this, args);
  };
  Object.assign(pg.Client.prototype, { query: recording });
  try {
    await work();
  } finally {
    Object.assign(pg.Client.prototype, { query });
  }
  return sent;
}

function sentOf(text: string, values: unknown): Sent {
  // One name per text, as in the app: PostgreSQL then keeps the plan.
  const name = createHash("sha1").update(text).digest("base64url");
  return { name, text, values: Array.isArray(values) ? values : [] };
}
