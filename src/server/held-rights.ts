import "server-only";
import type { Role } from "@/lib/role-rows";
import type { Permission } from "@/lib/roles";
import { type Actor, memberOf } from "./actor.ts";
import { type Ctx, createCtx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import { AppError } from "./errors.ts";

/**
 * Locks the actor's membership before an act that changes who can do or see something; such acts of a workspace run one
 * after another. Returns the context with the current rights; FORBIDDEN if the right ended after the request arrived.
 */
export async function holdRights(ctx: Ctx, permission: Permission): Promise<Ctx> {
  const id = memberOf(ctx.actor);
  if (!id) return ctx;
  await lockRights(ctx, id);
  // A separate statement: one that waited for the lock would still see the grants from before.
  const row = await ctx.db.member.findFirst({
    where: { id, status: "active" },
    select: { name: true, role: true, grants: { select: { permission: true, effect: true } } },
  });
  const actor = await actorOfNow(ctx, id);
  if (!row || !actor) throw ended();
  const grants = row.grants.map(
    (grant) => ({ ...grant, effect: grant.effect === "allow" ? "allow" : "deny" }) as const,
  );
  const now = createCtx({
    ...ctx,
    actor,
    grants,
    member: { ...ctx.member, id, name: row.name, role: row.role as Role },
  });
  if (!now.can(permission)) throw ended();
  return { ...ctx, actor, member: now.member, grants, reach: now.reach, can: now.can };
}

const ended = () => new AppError("FORBIDDEN", "You are no longer allowed to do this. Nothing was saved.");

async function lockRights(ctx: Ctx, memberId: string): Promise<void> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const sql = (query: Prisma.Sql) => tenantSql(ctx.tenant.id, ctx.db, query);
  // Without it two owners, each locking their own row, would wait for each other.
  const key = `rights:${ctx.tenant.id}`;
  await sql(Prisma.sql`select 1 as locked from (select pg_advisory_xact_lock(hashtextextended(${key}, 0))) l`);
  await sql(Prisma.sql`select 1 as held from members where tenant_id = ${tenant} and id = ${memberId}::uuid for share`);
  if (ctx.actor.type !== "apiKey") return;
  const { keyId } = ctx.actor;
  await sql(Prisma.sql`select 1 as held from api_keys where tenant_id = ${tenant} and id = ${keyId}::uuid for share`);
}

/** The actor with the key's current scopes; null when the key has ended. */
async function actorOfNow(ctx: Ctx, memberId: string): Promise<Actor | null> {
  if (ctx.actor.type !== "apiKey") return ctx.actor;
  const key = await ctx.db.apiKey.findFirst({
    where: { id: ctx.actor.keyId, memberId, revokedAt: null },
    select: { scopes: true, expiresAt: true },
  });
  if (!key || (key.expiresAt !== null && key.expiresAt < new Date())) return null;
  return { ...ctx.actor, scopes: key.scopes };
}
