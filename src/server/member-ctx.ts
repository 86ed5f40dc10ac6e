import "server-only";
import type { Permission } from "@/lib/roles";
import { peersOfAll, type Seats, seatsIn, tenantById } from "./access.ts";
import { memberOf } from "./actor.ts";
import { type Ctx, createCtx } from "./context.ts";
import { isDeleted } from "./deletion-due.ts";
import { AppError } from "./errors.ts";

interface InTheNameOf {
  memberId: string;
  /** The API key that started the work: its scopes limit the rights as long as it is valid. */
  keyId: string | null;
  requestId: string;
  batchId: string | null;
}

/**
 * The contexts of members with their current rights, by member id; inactive members are left out. Uses a fixed number
 * of statements.
 */
export async function memberCtxs(
  { tenant, requestId, batchId }: Pick<Ctx, "tenant" | "requestId" | "batchId">,
  memberIds: readonly string[],
): Promise<Map<string, Ctx>> {
  const found = await seatsIn(tenant.id, memberIds);
  return found ? await seated(found, { requestId, batchId }) : new Map();
}

async function seated({ tenant, seats }: Seats, work: Pick<Ctx, "requestId" | "batchId">): Promise<Map<string, Ctx>> {
  const peers = await peersOfAll(
    tenant,
    seats.map(({ member }) => member),
  );
  return new Map(
    seats.map(({ userId, member, grants }) => [
      member.id,
      createCtx({
        ...work,
        tenant,
        actor: { type: "user", memberId: member.id, userId },
        member,
        grants,
        peers: peers(member),
      }),
    ]),
  );
}

/**
 * The context of deferred work in a member's name, with the member's current rights. Null when the membership or the
 * key is gone: the work must stop. In a suspended workspace it must wait.
 */
export async function memberCtx(
  tenantId: string,
  { memberId, keyId, ...work }: InTheNameOf,
): Promise<Ctx | "suspended" | null> {
  const found = await seatsIn(tenantId, [memberId]);
  if (found && isDeleted(found.tenant)) return null;
  if (found?.tenant.status === "suspended") return "suspended";
  const ctx = found && (await seated(found, work)).get(memberId);
  if (!ctx || keyId === null) return ctx ?? null;
  const key = await ctx.db.apiKey.findFirst({ where: { id: keyId, memberId, revokedAt: null } });
  if (!key || (key.expiresAt !== null && key.expiresAt < new Date())) return null;
  return createCtx({ ...ctx, actor: { type: "apiKey", keyId: key.id, memberId, scopes: key.scopes } });
}

/** Checks, before a long-running act writes, that the member who started it still has the right; FORBIDDEN if not. */
export async function requireStill(ctx: Ctx, permission: Permission): Promise<void> {
  const { actor, tenant, requestId, batchId } = ctx;
  const memberId = memberOf(actor);
  if (!memberId) return;
  const keyId = actor.type === "apiKey" ? actor.keyId : null;
  const now = await memberCtx(tenant.id, { memberId, keyId, requestId, batchId });
  if (now === "suspended") throw new AppError("FORBIDDEN", "This workspace was suspended in the meantime.");
  if (!now?.can(permission))
    throw new AppError("FORBIDDEN", "You are no longer allowed to do this. Nothing was saved.");
}

/** The context for an event about deferred work whose member is gone. Null if the workspace is gone too. */
export async function systemCtx(tenantId: string, job: string, reason: string): Promise<Ctx | null> {
  const tenant = await tenantById(tenantId);
  return tenant && createCtx({ tenant, actor: { type: "system", job, reason }, member: null });
}
