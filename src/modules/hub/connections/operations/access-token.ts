import "server-only";
import { setTimeout as rest } from "node:timers/promises";
import { spreadMs } from "@/lib/due";
import { type Ctx, createCtx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { log } from "@/server/log";
import { requireNoTransaction } from "@/server/outbound";
import { processWide } from "@/server/process-wide";
import { type Provider, ProviderFailure, providerOf, type Tokens } from "@/server/sync/provider";
import { withTimeout } from "@/server/with-timeout";
import { connectionEvents } from "../events";
import { opened, sealed } from "./sealed";

/** A token to call a service with, and which of the refreshes gave it. */
export interface AccessToken {
  accessToken: string;
  generation: number;
}

const minuteMs = 60_000;
const earlyMs = 5 * minuteMs;
/** One process refreshes under a lease; the call itself ends before it. */
const leaseSeconds = 20;
const callMs = 15_000;
const waitMs = 30_000;
const lookEveryMs = 100;
/** A process that comes back after its lease has so long to store what it got. */
const lateMs = 5_000;

const select = {
  accessToken: true,
  refreshToken: true,
  previousToken: true,
  expiresAt: true,
  generation: true,
  connection: { select: { provider: true, grant: true } },
} as const;

const secretOf = (ctx: Ctx, connectionId: string) =>
  ctx.db.connectionSecret.findFirst({ where: { connectionId }, select });
type Secret = NonNullable<Awaited<ReturnType<typeof secretOf>>>;
type Leased = Secret & { wasLeft: boolean };

const refreshes = processWide<Map<string, Promise<AccessToken>>>("refreshes of access tokens").getOrMake(
  () => new Map(),
);

/**
 * A valid access token of a connection, refreshed where it soon expires: once, however many processes ask. Throws
 * `ProviderFailure`: "grant" where a person has to connect again, "unavailable" where the service does not answer.
 */
export async function accessTokenOf(ctx: Ctx, connectionId: string): Promise<AccessToken> {
  requireNoTransaction("A service");
  const secret = await usable(ctx, connectionId);
  if (!isLate(ctx, secret)) return tokenIn(ctx, connectionId, secret);
  try {
    return await shared(ctx, connectionId, secret.generation);
  } catch (error) {
    // The service is away for a moment, and the token is still good.
    if (!(error instanceof ProviderFailure) || error.kind === "grant" || secret.expiresAt <= new Date()) throw error;
    return tokenIn(ctx, connectionId, secret);
  }
}

/** The token after the service refused the one of this generation: that of another refresh since, or of a new one. */
export async function accessTokenAfter(ctx: Ctx, connectionId: string, generation: number): Promise<AccessToken> {
  requireNoTransaction("A service");
  const secret = await usable(ctx, connectionId);
  if (secret.generation !== generation) return tokenIn(ctx, connectionId, secret);
  return await shared(ctx, connectionId, generation);
}

async function usable(ctx: Ctx, connectionId: string): Promise<Secret> {
  const secret = await secretOf(ctx, connectionId);
  if (secret?.connection.grant === "connected") return secret;
  throw new ProviderFailure("grant", "This integration is not connected any more.");
}

/** Five minutes before its end, and up to one more, so that connections are not refreshed all at once. */
const isLate = ({ tenant }: Ctx, { expiresAt }: Secret) =>
  expiresAt.getTime() - Date.now() < earlyMs + spreadMs(tenant.id, minuteMs);

const tokenIn = ({ tenant }: Ctx, id: string, { accessToken, generation }: Secret): AccessToken => ({
  accessToken: opened({ tenantId: tenant.id, id }, "accessToken", accessToken),
  generation,
});

/** All callers of this process wait for one refresh. */
function shared(ctx: Ctx, connectionId: string, generation: number): Promise<AccessToken> {
  const key = `${connectionId} ${generation}`;
  const running = refreshes.get(key);
  if (running) return running;
  const refresh = refreshed(ctx, connectionId, generation).finally(() => refreshes.delete(key));
  refreshes.set(key, refresh);
  return refresh;
}

/** The token of a later generation than this one: of this process, if it gets the lease, else of the one that has it. */
async function refreshed(ctx: Ctx, connectionId: string, generation: number): Promise<AccessToken> {
  const until = Date.now() + waitMs;
  for (;;) {
    const secret = await usable(ctx, connectionId);
    if (secret.generation !== generation) return tokenIn(ctx, connectionId, secret);
    const taken = await lease(ctx, connectionId, generation);
    if (taken) return await refresh(ctx, connectionId, { ...secret, wasLeft: taken.was_left });
    if (Date.now() > until) throw new ProviderFailure("unavailable", "The access could not be renewed in time.");
    await rest(lookEveryMs);
  }
}

/** Takes the lease if it is free; `was_left`: that of another process ran out, which may still store its tokens. */
async function lease(ctx: Ctx, connectionId: string, generation: number): Promise<{ was_left: boolean } | undefined> {
  const taken = await tenantRows<{ was_left: boolean }>(ctx)`
    update connection_secrets s set leased_until = now() + ${leaseSeconds} * interval '1 second'
    from (
      select tenant_id, connection_id, leased_until is not null as was_left from connection_secrets
      where tenant_id = ${ctx.tenant.id}::uuid and connection_id = ${connectionId}::uuid and generation = ${generation}
        and (leased_until is null or leased_until < now())
      for update
    ) free
    where s.tenant_id = free.tenant_id and s.connection_id = free.connection_id
    returning free.was_left`;
  return taken[0];
}

async function returnLease(ctx: Ctx, connectionId: string, generation: number): Promise<void> {
  await ctx.db.connectionSecret.updateMany({ where: { connectionId, generation }, data: { leasedUntil: null } });
}

async function refresh(ctx: Ctx, connectionId: string, secret: Leased): Promise<AccessToken> {
  const provider = providerOf(secret.connection.provider);
  const row = { tenantId: ctx.tenant.id, id: connectionId };
  const open = (column: "refreshToken" | "previousToken", text: string) => opened(row, column, text);
  const sent = open("refreshToken", secret.refreshToken);
  const before = secret.previousToken === null ? null : open("previousToken", secret.previousToken);
  try {
    const tokens = await called(provider, sent, before);
    return await store(ctx, connectionId, { secret, sent, tokens, provider });
  } catch (error) {
    if (error instanceof ProviderFailure && error.kind === "grant")
      return await afterDeadGrant(ctx, connectionId, { secret, provider, error });
    await returnLease(ctx, connectionId, secret.generation);
    throw error;
  }
}

/** Refreshes with the token; where it is refused, with the one before, which counts until the new one has worked. */
async function called(provider: Provider, sent: string, before: string | null): Promise<Tokens> {
  const late = () => new ProviderFailure("unavailable", `${provider.label} did not answer in time.`);
  const ask = (token: string) => withTimeout(callMs / 2, provider.refresh(token), late);
  try {
    return await ask(sent);
  } catch (error) {
    if (before === null || !(error instanceof ProviderFailure) || error.kind !== "grant") throw error;
    return await ask(before);
  }
}

interface Refreshed {
  secret: Secret;
  sent: string;
  tokens: Tokens;
  provider: Provider;
}

async function store(ctx: Ctx, connectionId: string, { secret, sent, tokens, provider }: Refreshed) {
  const row = { tenantId: ctx.tenant.id, id: connectionId };
  const generation = secret.generation + 1;
  const { count } = await ctx.db.connectionSecret.updateMany({
    where: { connectionId, generation: secret.generation },
    data: {
      accessToken: sealed(row, "accessToken", tokens.accessToken),
      refreshToken: sealed(row, "refreshToken", tokens.refreshToken),
      previousToken: tokens.refreshToken === sent ? null : sealed(row, "previousToken", sent),
      expiresAt: tokens.expiresAt,
      generation,
      leasedUntil: null,
    },
  });
  if (count === 1) return { accessToken: tokens.accessToken, generation };
  const now = await secretOf(ctx, connectionId);
  if (now?.connection.grant === "connected") return tokenIn(ctx, connectionId, now);
  // Disconnected meanwhile: only the token that was sent is given back, and nobody keeps this one.
  if (tokens.refreshToken !== sent)
    await provider.revoke(tokens.refreshToken).catch((error: unknown) => {
      log.warn({ tenantId: ctx.tenant.id, provider: provider.key, err: error }, "access was not given back");
    });
  throw new ProviderFailure("grant", "This integration is not connected any more.");
}

/**
 * Read again: only where no other refresh came between, a person has to connect again. One whose lease ran out may have
 * got the new tokens and not stored them yet.
 */
async function afterDeadGrant(
  ctx: Ctx,
  connectionId: string,
  { secret, provider, error }: { secret: Leased; provider: Provider; error: ProviderFailure },
): Promise<AccessToken> {
  const until = Date.now() + (secret.wasLeft ? lateMs : 0);
  for (;;) {
    const now = await usable(ctx, connectionId);
    if (now.generation !== secret.generation) return tokenIn(ctx, connectionId, now);
    if (Date.now() >= until) break;
    await rest(lookEveryMs);
  }
  await expire(ctx, connectionId, { generation: secret.generation, provider, words: error.message });
  throw error;
}

interface Dead {
  generation: number;
  provider: Provider;
  words: string;
}

/** Notes once that the access has ended, so that owners and admins are told once. */
async function expire(ctx: Ctx, id: string, { generation, provider, words }: Dead): Promise<void> {
  const actor = { type: "system", job: "connections", reason: "A service ended its access" } as const;
  const system = createCtx({ tenant: ctx.tenant, actor, member: null, requestId: ctx.requestId });
  await inTransaction(system, async (inner) => {
    const { count } = await inner.db.connection.updateMany({
      where: { id, grant: "connected", secret: { generation } },
      data: { grant: "expired", failure: words, failedAt: new Date(), version: { increment: 1 } },
    });
    if (count === 0) return;
    const row = await inner.db.connection.findFirst({ where: { id }, select: { accountName: true } });
    const account = row?.accountName ?? "";
    const text = `${provider.label} must be reconnected: it no longer accepts the access to ${account}. Nothing is lost, and all work waits.`;
    emit(inner, connectionEvents.expired, { id, data: { provider: provider.key, account, text } });
  });
}
