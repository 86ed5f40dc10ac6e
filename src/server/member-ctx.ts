import "server-only";
import type { Role } from "@/lib/roles";
import { peersOf } from "./access.ts";
import type { Actor } from "./actor.ts";
import { type Ctx, createCtx, type TenantInfo, type Visibility } from "./context.ts";
import { tenantDb } from "./db/tenant-db.ts";
import type { Grant } from "./permissions.ts";

interface InTheNameOf {
  memberId: string;
  /** Where an API key started the work: its scopes narrow the rights as long as it is valid. */
  keyId: string | null;
  requestId: string;
  batchId: string;
}

async function tenantInfo(tenantId: string): Promise<TenantInfo | null> {
  const { db } = tenantDb(tenantId);
  const [row, levels] = await Promise.all([
    db.tenant.findFirst({ where: { id: tenantId } }),
    db.visibilitySetting.findMany({ select: { entity: true, level: true } }),
  ]);
  if (!row) return null;
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    status: row.status,
    suspendedReason: row.suspendedReason,
    currency: row.currency,
    locale: row.locale,
    timeZone: row.timeZone,
    visibility: Object.fromEntries(levels.map((one) => [one.entity, one.level as Visibility])),
  };
}

/**
 * The context of deferred work in a member's name, with the rights that the member has now. Null when the membership
 * or the key is gone: then the work must stop. In a suspended workspace it must wait.
 */
export async function memberCtx(tenantId: string, work: InTheNameOf): Promise<Ctx | "suspended" | null> {
  const { db } = tenantDb(tenantId);
  const [tenant, member, grants] = await Promise.all([
    tenantInfo(tenantId),
    db.member.findFirst({ where: { id: work.memberId, status: "active" } }),
    db.memberGrant.findMany({ where: { memberId: work.memberId }, select: { permission: true, effect: true } }),
  ]);
  if (tenant?.status === "suspended") return "suspended";
  if (!tenant || !member?.userId) return null;
  const key = work.keyId
    ? await db.apiKey.findFirst({ where: { id: work.keyId, memberId: member.id, revokedAt: null } })
    : null;
  if (work.keyId && (!key || (key.expiresAt !== null && key.expiresAt < new Date()))) return null;
  const info = { id: member.id, name: member.name, role: member.role as Role };
  const actor: Actor = key
    ? { type: "apiKey", keyId: key.id, memberId: member.id, scopes: key.scopes }
    : { type: "user", memberId: member.id, userId: member.userId };
  return createCtx({
    tenant,
    actor,
    member: info,
    grants: grants.map(({ permission, effect }) => ({ permission, effect: effect as Grant["effect"] })),
    peers: await peersOf(tenant, info),
    requestId: work.requestId,
    batchId: work.batchId,
  });
}

/** The context of deferred work that is nobody's any more, to say so in an event. Null when the tenant is gone. */
export async function systemCtx(tenantId: string, job: string, reason: string): Promise<Ctx | null> {
  const tenant = await tenantInfo(tenantId);
  return tenant && createCtx({ tenant, actor: { type: "system", job, reason }, member: null });
}
