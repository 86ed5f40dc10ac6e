import "server-only";
import { counted } from "@/lib/counted";
import { nounOf, nouns, ownedEntities } from "@/lib/nouns/all";
import { andList } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError } from "@/server/errors";
import { snakeCase } from "@/server/nouns/snake-case";
import { endShares } from "@/server/shares";
import { clearPlace } from "./joining";

/** As many are counted; more are told as so many. */
const mostCounted = 1_000;

/** How many records of each kind a member owns, archived ones too; those within what is shared with them do not count. */
async function ownedBy(
  ctx: Ctx,
  memberId: string,
): Promise<{ entity: (typeof ownedEntities)[number]; count: number }[]> {
  const counts = ownedEntities.map((entity) => {
    const access = nounOf(entity)?.guests ? nounOf(entity)?.accessFrom : undefined;
    const source = access && nounOf(access.entity);
    const members = source?.seenThrough?.members;
    const within =
      access && source && members
        ? Prisma.sql`and not exists (
            select 1 from ${Prisma.raw(source.table)} s
            where s.tenant_id = r.tenant_id and s.id = r.${Prisma.raw(snakeCase(access.field))}_id
              and s.${Prisma.raw(snakeCase(members))} @> to_jsonb(${memberId}::text))`
        : Prisma.empty;
    return Prisma.sql`
      select ${entity} as entity, count(*)::int as count from (
        select 1 from ${Prisma.raw(nouns[entity].table)} r
        where r.tenant_id = ${ctx.tenant.id}::uuid and r.owner_id = ${memberId}::uuid ${within} limit ${mostCounted}
      ) few`;
  });
  return await tenantSql(ctx.tenant.id, ctx.db, Prisma.join(counts, " union all "));
}

interface Member {
  id: string;
  name: string;
  status: string;
}

/**
 * Prepares a member for the role of a guest: CONFLICT while they own records, and otherwise their teams, grants, keys,
 * follows and what earlier shares allowed end. Where they can sign in, the channel of the workspace gets another name, as when a membership ends.
 */
export async function becomeGuest(ctx: Ctx, { id, name, status }: Member): Promise<void> {
  // A colleague who gives them a record now waits, and then finds a guest.
  const held = Prisma.sql`
    select 1 as held from members where tenant_id = ${ctx.tenant.id}::uuid and id = ${id}::uuid for update`;
  await tenantSql(ctx.tenant.id, ctx.db, held);
  const owned = (await ownedBy(ctx, id)).filter(({ count }) => count > 0);
  if (owned.length > 0) {
    const what = owned.map(({ entity, count }) => counted(count, nouns[entity], ctx.tenant.locale));
    throw new AppError(
      "CONFLICT",
      `${name} owns ${andList(what)}, archived ones included, and a guest owns nothing. Give them to somebody else first.`,
      { reason: "ownsRecords" },
    );
  }
  await clearPlace(ctx, id);
  // The rights of earlier shares end.
  await endShares(ctx, id, "allowances");
  if (status !== "active") return;
  // On the old channel of the workspace an open tab could still listen.
  await ctx.db.tenant.update({ where: { id: ctx.tenant.id }, data: { departures: { increment: 1 } } });
}

/** CONFLICT where one of these members is a guest, who belongs to no team. */
export async function refuseGuests(ctx: Ctx, memberIds: readonly string[]): Promise<void> {
  if (memberIds.length === 0) return;
  const guest = await ctx.db.member.findFirst({
    where: { id: { in: [...memberIds] }, role: "guest" },
    orderBy: { id: "asc" },
    select: { name: true },
  });
  if (guest)
    throw new AppError("CONFLICT", `${guest.name} is a guest, and guests belong to no team. Change the role first.`);
}
