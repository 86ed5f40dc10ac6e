import "server-only";
import { linkableTo, nounOf } from "@/lib/nouns/all";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { Row } from "@/server/fields/kind";
import { kindsUnder } from "@/server/nouns/under";
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
  for (const [kind, columns] of Object.entries(touched(touch))) {
    const table = Prisma.raw(nounOf(kind)?.table ?? "");
    await tenantSql(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        update ${table} set ${columns}
        where tenant_id = ${ctx.tenant.id}::uuid and id in (${reachedSql(ctx, touch, kind)})`,
    );
  }
}

interface Touch {
  id: string;
  at: Date;
  isInbound: boolean;
}

/** The columns that a contact with the customer sets in each kind of record; other kinds have no such time. */
const touched = ({ at, isInbound }: Touch): Readonly<Record<string, Prisma.Sql>> => {
  const lastTouch = Prisma.sql`touched_at = greatest(touched_at, ${at}::timestamptz)`;
  return {
    contact: Prisma.sql`
      last_contacted_at = greatest(last_contacted_at, ${at}::timestamptz),
      last_responded_at = case when ${isInbound} then greatest(last_responded_at, ${at}::timestamptz)
        else last_responded_at end`,
    opportunity: lastTouch,
    account: lastTouch,
  };
};

/** The records of a kind that an activity is linked to, and those above the others that it is linked to. */
const reachedSql = (ctx: Ctx, touch: Touch, kind: string): Prisma.Sql => {
  const above = kindsUnder(kind, linkableTo("activity")).map(
    ({ entity, table, column }) => Prisma.sql`
      union select x.${column} from ${table} x
      where x.tenant_id = ${ctx.tenant.id}::uuid and x.id in (${linkedSql(ctx, touch, entity)})`,
  );
  return Prisma.join([linkedSql(ctx, touch, kind), ...above], " ");
};

const linkedSql = (ctx: Ctx, { id }: Touch, kind: string): Prisma.Sql => Prisma.sql`
  select l.to_id from record_links l
  where l.tenant_id = ${ctx.tenant.id}::uuid and l.from_id = ${id}::uuid and l.to_entity = ${kind}`;
