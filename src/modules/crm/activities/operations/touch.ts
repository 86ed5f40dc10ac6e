import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { Row } from "@/server/fields/kind";
import { isContact } from "../rules";

/**
 * Notes a completed call, e-mail, meeting, demo or message as the last contact of its contacts, and as the last activity
 * of its opportunities and accounts, also of those behind its contacts and opportunities. Batches count for nothing.
 */
export async function recordTouch(ctx: Ctx, before: Row | null, after: Row): Promise<void> {
  if (ctx.batchId !== null || !isContact(String(after.kind)) || after.status !== "completed") return;
  if (before?.status === "completed" && String(before.at) === String(after.at) && before.about === after.about) return;
  // A meeting of next month that is completed today was a contact of today.
  const at = new Date(Math.min((after.at as Date).getTime(), Date.now()));
  const touch = { id: String(after.id), at, isInbound: after.direction === "inbound" };
  await tenantSql(ctx.tenant.id, ctx.db, contactsSql(ctx, touch));
  await tenantSql(ctx.tenant.id, ctx.db, opportunitiesSql(ctx, touch));
  await tenantSql(ctx.tenant.id, ctx.db, accountsSql(ctx, touch));
}

interface Touch {
  id: string;
  at: Date;
  isInbound: boolean;
}

/** The records of a kind that an activity is linked to. */
const linkedSql = (ctx: Ctx, { id }: Touch, entity: string): Prisma.Sql => Prisma.sql`
  select l.to_id from record_links l
  where l.tenant_id = ${ctx.tenant.id}::uuid and l.from_id = ${id}::uuid and l.to_entity = ${entity}`;

const contactsSql = (ctx: Ctx, touch: Touch): Prisma.Sql => Prisma.sql`
  update contacts set
    last_contacted_at = greatest(last_contacted_at, ${touch.at}::timestamptz),
    last_responded_at = case when ${touch.isInbound} then greatest(last_responded_at, ${touch.at}::timestamptz)
      else last_responded_at end
  where tenant_id = ${ctx.tenant.id}::uuid and id in (${linkedSql(ctx, touch, "contact")})`;

const opportunitiesSql = (ctx: Ctx, touch: Touch): Prisma.Sql => Prisma.sql`
  update opportunities set touched_at = greatest(touched_at, ${touch.at}::timestamptz)
  where tenant_id = ${ctx.tenant.id}::uuid and id in (${linkedSql(ctx, touch, "opportunity")})`;

const accountsSql = (ctx: Ctx, touch: Touch): Prisma.Sql => Prisma.sql`
  update accounts set touched_at = greatest(touched_at, ${touch.at}::timestamptz)
  where tenant_id = ${ctx.tenant.id}::uuid and id in (
    ${linkedSql(ctx, touch, "account")}
    union select x.account_id from contacts x
      where x.tenant_id = ${ctx.tenant.id}::uuid and x.id in (${linkedSql(ctx, touch, "contact")})
    union select x.account_id from opportunities x
      where x.tenant_id = ${ctx.tenant.id}::uuid and x.id in (${linkedSql(ctx, touch, "opportunity")}))`;
