import "server-only";
import { accessEvents } from "@/lib/access-events";
import { capital } from "@/lib/text";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { tenantDb } from "./db/tenant-db.ts";
import { AppError } from "./errors.ts";
import { emit } from "./events.ts";
import { log } from "./log.ts";
import type { Kind } from "./operation-def.ts";
import { type Limit, spend } from "./rate-limit.ts";
import { writeEvents } from "./write-events.ts";

interface RefusedOperation {
  kind: Kind;
  describe: string;
  permission: string;
}

/** The most denied calls noted in a minute: more say nothing new, and each is a row for ever. */
const noted: Limit = { name: "refusals", points: 60, seconds: 60, refusal: (wait) => `Wait ${wait}.` };

const done = new WeakSet<object>();

/** Runs an act; if the actor lacks a right, it notes that in the workspace's log, in a transaction of its own. */
export async function notingRefusals<T>(def: RefusedOperation, ctx: Ctx, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!ctx.inTransaction && error instanceof AppError && isRefusal(def, ctx, error) && !done.has(error)) {
      done.add(error);
      await note(def, ctx, error).catch((failure: unknown) => log.warn({ err: failure }, "a refusal was not noted"));
    }
    throw error;
  }
}

/**
 * Whether an error is worth a line: members open pages with parts that they may not read, so only queries of staff
 * count.
 */
function isRefusal(def: RefusedOperation, { actor, tenant }: Ctx, { code, details }: AppError): boolean {
  if (code !== "FORBIDDEN" || tenant.status === "suspended") return false;
  if (actor.type === "system" || actor.type === "webhook") return false;
  return details?.reason !== "confirm" && (def.kind === "mutation" || actor.type === "staff");
}

/** The reason for readers of the log; the error message addresses the person whose call was denied. */
function reasonOf({ actor, member, readOnly }: Ctx, { message, details }: AppError): string {
  const isOfRole = details?.permission !== undefined && message !== readOnly && actor.type !== "apiKey";
  return isOfRole && member ? `The role ${capital(member.role)} does not allow this.` : message;
}

async function note(def: RefusedOperation, ctx: Ctx, error: AppError): Promise<void> {
  const id = memberOf(ctx.actor) ?? ctx.tenant.id;
  const { actor } = ctx;
  const who = actor.type === "staff" ? actor.staffId : id;
  if ((await spend(noted, `${ctx.tenant.id} ${who}`)) > 0) return;
  const [describe = def.describe] = def.describe.split(/[.:;] /, 1);
  const data = {
    describe: describe.replace(/\.$/, ""),
    permission: def.permission,
    kind: def.kind,
    reason: reasonOf(ctx, error),
  };
  await tenantDb(ctx.tenant.id).tx(async (db) => {
    const inner: Ctx = { ...ctx, db, inTransaction: true, emitted: [], afterCommit: [] };
    emit(inner, accessEvents.refused, { id, data });
    await writeEvents(inner);
  });
}
