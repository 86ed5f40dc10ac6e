import "server-only";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { tokenHash } from "./crypto.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import { invalid } from "./errors.ts";
import { inTransaction, requireAllowed } from "./execute.ts";
import type { AnyOperation, AnyTenantOperation } from "./operation.ts";

/** The header with which a client marks a change that it may send more than once. */
export const idempotencyHeader = "Idempotency-Key";
/** How long a change is recognised by its key. */
const retentionHours = 24;

/** A stored response, for a repeated request. */
export interface Reply {
  status: number;
  body: Prisma.InputJsonValue;
}

/**
 * Whether an idempotency key can make an operation safe to repeat: it must be a change in one transaction, which also
 * stores the response. Calls to vendors do not qualify, nor responses with a secret.
 */
export const isRepeatable = (operation: AnyOperation): operation is AnyTenantOperation =>
  operation.realm === "tenant" && operation.kind === "mutation" && !operation.external && operation.staff !== "never";

/**
 * The key of a request, or null. VALIDATION for an invalid key, or for a change that accepts none; queries ignore it.
 */
export function keyOf(request: Request, operation: AnyOperation): string | null {
  if (!request.headers.has(idempotencyHeader) || operation.kind === "query") return null;
  if (!isRepeatable(operation))
    throw invalid(idempotencyHeader, "This request does not accept a key. Send it without one.");
  return readKey(request);
}

/** The key of a request, or null; VALIDATION for an invalid one. */
export function readKey(request: Request): string | null {
  const key = request.headers.get(idempotencyHeader);
  if (key !== null && !/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalid(idempotencyHeader, "Use 1 to 255 letters, digits or symbols, without spaces.");
  return key;
}

/**
 * Keeps a key for one content whose parts are carried out under keys of their own (the key, a space and their place, which
 * no client can send). VALIDATION if the key came with something else.
 */
export async function claimKey(ctx: Ctx, key: string, content: unknown): Promise<void> {
  const used = { memberId: memberOf(ctx.actor) ?? "", key, requestHash: hashOf(content) };
  await inTransaction(ctx, async (inner) => {
    const longAgo = new Date(Date.now() - retentionHours * 3_600_000);
    if (await earlierReply(inner, used, longAgo)) return;
    await inner.db.idempotencyKey.create({ data: { ...used, status: 200, body: {} } });
  });
}

/**
 * Runs a change at most once for each key of a member, even if requests arrive at the same time; later ones get the
 * first response. An error changes nothing and is not stored. VALIDATION if the key came with another request.
 */
export async function once(
  ctx: Ctx,
  operation: AnyTenantOperation,
  { key, input }: { key: string; input: unknown },
  change: (ctx: Ctx) => Promise<Reply>,
): Promise<Reply> {
  requireAllowed(operation, ctx);
  const used = { memberId: memberOf(ctx.actor) ?? "", key, requestHash: hashOf([operation.rest, input]) };
  return await inTransaction(ctx, async (inner) => {
    const longAgo = new Date(Date.now() - retentionHours * 3_600_000);
    const earlier = await earlierReply(inner, used, longAgo);
    if (earlier) return earlier;
    const reply = await change(inner);
    await forget(inner, longAgo);
    await inner.db.idempotencyKey.create({ data: { ...used, ...reply } });
    return reply;
  });
}

const hashOf = (content: unknown) => tokenHash(JSON.stringify(content, inOrder));

/** The response that was stored under a key, or null; until the transaction ends nobody else uses the key. */
async function earlierReply(
  ctx: Ctx,
  { memberId, key, requestHash }: { memberId: string; key: string; requestHash: string },
  longAgo: Date,
): Promise<Reply | null> {
  const { db } = ctx;
  await waitForOthers(ctx, `${memberId} ${key}`);
  const found = await db.idempotencyKey.findFirst({
    where: { memberId, key },
    select: { requestHash: true, status: true, body: true, createdAt: true },
  });
  const earlier = found && found.createdAt >= longAgo ? found : null;
  if (found && !earlier) await db.idempotencyKey.deleteMany({ where: { memberId, key } });
  if (earlier && earlier.requestHash !== requestHash)
    throw invalid(
      idempotencyHeader,
      "This key was already used with a different request. Use a new key for each change.",
    );
  return earlier && { status: earlier.status, body: earlier.body as Prisma.InputJsonValue };
}

/** The order of keys does not change the meaning of an object, and clients do not preserve it. */
function inOrder(_key: string, value: unknown): unknown {
  if (!value || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const forgottenAtOnce = 1_000;

/** Deletes keys older than `before`, except rows that another transaction has locked, because waiting may take long. */
async function forget(ctx: Ctx, before: Date): Promise<void> {
  const tenant = Prisma.sql`tenant_id = ${ctx.tenant.id}::uuid`;
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      delete from idempotency_keys where ${tenant} and id in (
        select id from idempotency_keys where ${tenant} and created_at < ${before}
        limit ${forgottenAtOnce} for update skip locked)
      returning 1 as gone`,
  );
}

async function waitForOthers(ctx: Ctx, key: string): Promise<void> {
  const name = `idempotency:${ctx.tenant.id}:${key}`;
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select 1 as locked from (select pg_advisory_xact_lock(hashtextextended(${name}, 0))) l`,
  );
}
