import "server-only";
import { addMinutes } from "date-fns";
import { hub } from "@/modules/hub/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { randomToken, tokenHash } from "@/server/crypto";
import { tenantRows } from "@/server/db/tenant-db";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { holdRights } from "@/server/held-rights";
import { appLink } from "@/server/mailer";
import { newId } from "@/server/new-id";
import { type Limit, throttle } from "@/server/rate-limit";
import { type Grant, type Provider, ProviderFailure } from "@/server/sync/provider";
import { connectionEvents } from "../events";
import { consentMinutes, type Outcome, readState, stateText } from "../rules";
import { beginConnectionInput, completeConnectionInput, completedConnection, consent } from "../schema";
import { requireProvider } from "../scope";
import { deleteLinks } from "./links";
import { sealed } from "./sealed";

const asksPerWorkspace: Limit = {
  name: "connections",
  points: 60,
  seconds: 3600,
  refusal: (wait) => `Connecting was begun very often. Wait ${wait}.`,
};

const callbackOf = (provider: string) => appLink(`/api/connections/${provider}/callback`);

export const beginConnection = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  staff: "never",
  input: beginConnectionInput,
  output: consent,
  rest: { method: "POST", path: "/connections" },
  describe:
    "Begins to connect a service: answers the address of its consent page, on which the same person allows access within ten minutes. CONFLICT where the service is connected already, unless it is asked to connect again.",
  async run(ctx, { provider: key, again = false }) {
    const provider = requireProvider(ctx, key);
    const memberId = memberOf(ctx.actor);
    if (memberId === null) throw new AppError("FORBIDDEN", "An integration is connected by a member.");
    if (!provider.isAvailable())
      throw new AppError("UNAVAILABLE", `Whoever operates this installation has not set up ${provider.label} yet.`);
    const known = await ctx.db.connection.findFirst({ where: { provider: key }, select: { id: true, grant: true } });
    if (known?.grant === "connected" && !again)
      throw new AppError("CONFLICT", `${provider.label} is connected already. Disconnect it first, or reconnect it.`);
    await throttle(asksPerWorkspace, ctx.tenant.id);
    const secret = randomToken();
    const id = newId();
    const expiresAt = addMinutes(new Date(), consentMinutes);
    // A later way of the same person replaces the earlier one.
    await ctx.db.connectionRequest.deleteMany({ where: { memberId, provider: key } });
    const request = { id, provider: key, memberId, stateHash: tokenHash(secret), expiresAt };
    await ctx.db.connectionRequest.create({ data: request, select: { id: true } });
    emit(ctx, connectionEvents.begun, { id: known?.id ?? id, data: { provider: key } });
    const state = stateText({ tenantId: ctx.tenant.id, id, secret });
    return {
      url: provider.consentUrl({ state, redirect: callbackOf(key) }),
      expiresAt: expiresAt.toISOString(),
    };
  },
});

export const completeConnection = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  external: true,
  staff: "never",
  input: completeConnectionInput,
  output: completedConnection,
  describe:
    "Ends the way to the consent page and back, for the person who began it: exchanges the code and keeps the tokens, sealed. A state that is unknown, used, expired, of another person or of another service changes nothing.",
  async run(ctx, { provider: key, state, code }): Promise<{ outcome: Outcome }> {
    const provider = requireProvider(ctx, key);
    const request = await takeRequest(ctx, key, state);
    if (request === null) return { outcome: "invalid" };
    if (code === null) return { outcome: "declined" };
    const granted = await exchanged(provider, code);
    if ("outcome" in granted) return granted;
    return { outcome: await keep(ctx, provider, request, granted) };
  },
});

/** Takes the request of a state, which counts once; null where it is not one of this person and service. */
async function takeRequest(ctx: Ctx, provider: string, state: string): Promise<string | null> {
  const parts = readState(state);
  const memberId = ctx.actor.type === "user" ? ctx.actor.memberId : null;
  if (!parts || !memberId || parts.tenantId !== ctx.tenant.id) return null;
  const { count } = await ctx.db.connectionRequest.deleteMany({
    where: {
      id: parts.id,
      provider,
      memberId,
      stateHash: tokenHash(parts.secret),
      expiresAt: { gt: new Date() },
    },
  });
  return count === 1 ? parts.id : null;
}

async function exchanged(provider: Provider, code: string): Promise<Grant | { outcome: Outcome }> {
  try {
    return await provider.exchange({ code, redirect: callbackOf(provider.key) });
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    return { outcome: error.kind === "unavailable" || error.kind === "limit" ? "unavailable" : "refused" };
  }
}

/** Stores a grant: of the same account the connection goes on, and another account begins anew after an end. */
async function keep(ctx: Ctx, provider: Provider, requestId: string, granted: Grant): Promise<Outcome> {
  const before = await ctx.db.connection.findFirst({
    where: { provider: provider.key },
    select: { id: true, grant: true, accountId: true },
  });
  const isOther = before !== null && before.accountId !== granted.remoteAccount.id;
  if (isOther && before.grant !== "disconnected") return "otherAccount";
  if (isOther) await deleteLinks(ctx, before.id, { andLog: true });
  return await inTransaction(ctx, async (outer) => {
    const inner = await holdRights(outer, "connection:manage");
    return await write(inner, { provider: provider.key, requestId, granted });
  });
}

interface Kept {
  provider: string;
  requestId: string;
  granted: Grant;
}

async function write(ctx: Ctx, { provider, requestId, granted }: Kept): Promise<Outcome> {
  const { remoteAccount: account, scopes } = granted;
  const facts = {
    grant: "connected",
    accountId: account.id,
    accountName: account.name.slice(0, 200),
    scopes: [...scopes],
    connectedById: memberOf(ctx.actor),
    connectedAt: new Date(),
    disconnectedAt: null,
    failure: null,
    failedAt: null,
  };
  await lockConnections(ctx, provider);
  const before = await ctx.db.connection.findFirst({
    where: { provider },
    select: { id: true, grant: true, accountId: true },
  });
  const isOther = before !== null && before.accountId !== account.id;
  if (isOther && before.grant !== "disconnected") return "otherAccount";
  const id = before?.id ?? requestId;
  if (before) {
    // Another account begins with nothing of the one before.
    if (isOther) await ctx.db.syncObject.deleteMany({ where: { connectionId: id } });
    if (isOther) await ctx.db.connectionBudget.deleteMany({ where: { connectionId: id } });
    const data = {
      ...facts,
      version: { increment: 1 },
      ...(before.grant === "disconnected" ? { pausedAt: null } : {}),
    };
    await ctx.db.connection.update({ where: { id }, data, select: { id: true } });
  } else await ctx.db.connection.create({ data: { id, provider, ...facts }, select: { id: true } });
  await storeTokens(ctx, id, granted);
  const data = { provider, account: facts.accountName, again: before !== null && !isOther, scopes: facts.scopes };
  emit(ctx, connectionEvents.connected, { id, data });
  return "connected";
}

/** Two people who connect one service at once do it one after the other. */
async function lockConnections(ctx: Ctx, provider: string): Promise<void> {
  const key = `connection:${ctx.tenant.id}:${provider}`;
  await tenantRows(ctx)`select 1 as locked from (select pg_advisory_xact_lock(hashtextextended(${key}, 0))) l`;
}

async function storeTokens(ctx: Ctx, connectionId: string, granted: Grant): Promise<void> {
  const row = { tenantId: ctx.tenant.id, id: connectionId };
  const tokens = {
    accessToken: sealed(row, "accessToken", granted.accessToken),
    refreshToken: sealed(row, "refreshToken", granted.refreshToken),
    previousToken: null,
    expiresAt: granted.expiresAt,
    leasedUntil: null,
  };
  const { count } = await ctx.db.connectionSecret.updateMany({
    where: { connectionId },
    data: { ...tokens, generation: { increment: 1 } },
  });
  if (count === 0)
    await ctx.db.connectionSecret.create({ data: { connectionId, ...tokens }, select: { connectionId: true } });
}
