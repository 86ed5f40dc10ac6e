import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Role } from "@/lib/roles";
import { peersOfAll } from "./access.ts";
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
    departures: row.departures,
    visibility: Object.fromEntries(levels.map((one) => [one.entity, one.level as Visibility])),
  };
}

/**
 * The contexts of members of a workspace with the rights that they have now, by their ids; none of who is not active. Their
 * number costs no more statements.
 */
export async function memberCtxs(
  { tenant, requestId, batchId }: Pick<Ctx, "tenant" | "requestId" | "batchId">,
  memberIds: readonly string[],
): Promise<Map<string, Ctx>> {
  const { db } = tenantDb(tenant.id);
  const [rows, granted] = await Promise.all([
    db.member.findMany({
      where: { id: { in: [...memberIds] }, status: "active" },
      select: { id: true, name: true, role: true, userId: true },
    }),
    db.memberGrant.findMany({
      where: { memberId: { in: [...memberIds] } },
      select: { memberId: true, permission: true, effect: true },
    }),
  ]);
  const members = rows.flatMap(({ userId, role, ...row }) => (userId ? [{ ...row, userId, role: role as Role }] : []));
  const peers = await peersOfAll(tenant, members);
  const grants = groupBy(granted, ({ memberId }) => memberId);
  return new Map(
    members.map(({ userId, ...member }) => [
      member.id,
      createCtx({
        tenant,
        actor: { type: "user", memberId: member.id, userId },
        member,
        grants: (grants.get(member.id) ?? []).map(({ permission, effect }) => ({
          permission,
          effect: effect as Grant["effect"],
        })),
        peers: peers(member),
        requestId,
        batchId,
      }),
    ]),
  );
}

/**
 * The context of deferred work in a member's name, with the rights that the member has now. Null when the membership
 * or the key is gone: then the work must stop. In a suspended workspace it must wait.
 */
export async function memberCtx(
  tenantId: string,
  { memberId, keyId, ...work }: InTheNameOf,
): Promise<Ctx | "suspended" | null> {
  const tenant = await tenantInfo(tenantId);
  if (tenant?.status === "suspended") return "suspended";
  const ctx = tenant && (await memberCtxs({ tenant, ...work }, [memberId])).get(memberId);
  if (!ctx || keyId === null) return ctx ?? null;
  const key = await ctx.db.apiKey.findFirst({ where: { id: keyId, memberId, revokedAt: null } });
  if (!key || (key.expiresAt !== null && key.expiresAt < new Date())) return null;
  return createCtx({ ...ctx, actor: { type: "apiKey", keyId: key.id, memberId, scopes: key.scopes } });
}

/** The context of deferred work that is nobody's any more, to say so in an event. Null when the tenant is gone. */
export async function systemCtx(tenantId: string, job: string, reason: string): Promise<Ctx | null> {
  const tenant = await tenantInfo(tenantId);
  return tenant && createCtx({ tenant, actor: { type: "system", job, reason }, member: null });
}
