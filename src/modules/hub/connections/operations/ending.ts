import "server-only";
import { hub } from "@/modules/hub/module";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { holdRights } from "@/server/held-rights";
import { log } from "@/server/log";
import { newId } from "@/server/new-id";
import { requireNoTransaction } from "@/server/outbound";
import { withTimeout } from "@/server/with-timeout";
import { connectionEvents } from "../events";
import { presentConnection } from "../row";
import { nextTry } from "../rules";
import { connection, connectionId } from "../schema";
import { connectionScope, knownProvider } from "../scope";
import { connectionOf } from "./pausing";
import { opened, sealed } from "./sealed";

export const disconnectConnection = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  external: true,
  staff: "never",
  on: { scope: connectionScope, ids: (input) => [input.id] },
  input: connectionId,
  output: connection,
  rest: { method: "POST", path: "/connections/{id}/disconnect" },
  describe:
    "Ends a connection: its tokens are deleted at once and given back to the service, and all of its work stops. Records stay on both sides. Its links are kept for 30 days, in which the same account goes on where it was. Possible without the licence too.",
  async run(ctx, { id }) {
    await inTransaction(ctx, async (outer) => end(await holdRights(outer, "connection:manage"), id));
    await revokeDue(ctx, new Date());
    return presentConnection(await connectionOf(ctx, id));
  },
});

async function end(ctx: Ctx, id: string): Promise<void> {
  const { provider, accountName: account } = await connectionOf(ctx, id);
  const ended = { grant: "disconnected", disconnectedAt: new Date(), pausedAt: null, failure: null, failedAt: null };
  const { count } = await ctx.db.connection.updateMany({
    where: { id, grant: { not: "disconnected" } },
    data: { ...ended, version: { increment: 1 } },
  });
  if (count === 0) {
    ctx.outcome.unchanged = true;
    return;
  }
  const secret = await ctx.db.connectionSecret.findFirst({
    where: { connectionId: id },
    select: { refreshToken: true },
  });
  await ctx.db.connectionSecret.deleteMany({ where: { connectionId: id } });
  await ctx.db.connectionRequest.deleteMany({ where: { provider } });
  const token = secret && readable(ctx, id, secret.refreshToken);
  if (token) await revokeLater(ctx, provider, token);
  emit(ctx, connectionEvents.disconnected, { id, data: { provider, account } });
}

/** Null for a token that was sealed under a lost key: the connection ends all the same. */
function readable(ctx: Ctx, id: string, refreshToken: string): string | null {
  try {
    return opened({ tenantId: ctx.tenant.id, id }, "refreshToken", refreshToken);
  } catch (error) {
    log.warn({ tenantId: ctx.tenant.id, err: error }, "access could not be given back: its key is lost");
    return null;
  }
}

/** Keeps a grant, sealed, until the service has taken it back, for a day at most. */
async function revokeLater(ctx: Ctx, provider: string, token: string): Promise<void> {
  const id = newId();
  const refreshToken = sealed({ tenantId: ctx.tenant.id, id }, "revokedToken", token);
  const data = { id, provider, refreshToken, nextTryAt: new Date() };
  await ctx.db.connectionRevocation.create({ data, select: { id: true } });
}

const perRun = 20;
const revokeMs = 15_000;

/** Gives back the grants whose time has come; those that fail are tried again until a day is over. */
export async function revokeDue(ctx: Ctx, now: Date): Promise<void> {
  requireNoTransaction("A service");
  const rows = await ctx.db.connectionRevocation.findMany({
    where: { nextTryAt: { lte: now } },
    orderBy: { nextTryAt: "asc" },
    take: perRun,
  });
  for (const row of rows) {
    const { id, provider, attempts, createdAt } = row;
    if (await isRevoked(ctx, row)) await ctx.db.connectionRevocation.deleteMany({ where: { id } });
    else {
      const next = nextTry(attempts, createdAt, now);
      const data = { attempts: attempts + 1, nextTryAt: next ?? now };
      if (next) await ctx.db.connectionRevocation.updateMany({ where: { id, attempts }, data });
      else await giveUp(ctx, id, provider);
    }
  }
}

async function isRevoked(ctx: Ctx, row: { id: string; provider: string; refreshToken: string }): Promise<boolean> {
  const provider = knownProvider(row.provider);
  if (!provider) return false;
  try {
    const token = opened({ tenantId: ctx.tenant.id, id: row.id }, "revokedToken", row.refreshToken);
    await withTimeout(revokeMs, provider.revoke(token), () => new Error("The service did not answer in time."));
    return true;
  } catch (error) {
    log.warn({ tenantId: ctx.tenant.id, provider: provider.key, err: error }, "access was not given back");
    return false;
  }
}

async function giveUp(ctx: Ctx, id: string, provider: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const { count } = await inner.db.connectionRevocation.deleteMany({ where: { id } });
    const row = await inner.db.connection.findFirst({ where: { provider }, select: { id: true, accountName: true } });
    if (count > 0 && row)
      emit(inner, connectionEvents.notRevoked, { id: row.id, data: { provider, account: row.accountName } });
  });
}

/** From when the next grant is to be given back. */
export async function revokesFrom({ db }: Ctx): Promise<Date | null> {
  return (await db.connectionRevocation.aggregate({ _min: { nextTryAt: true } }))._min.nextTryAt;
}
