import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { daysOfRefusals, daysOfUses } from "../rules";

/** Rows that go with one statement: no lock is held for long. */
const atOnce = 5_000;

const before = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
const ofTenant = ({ tenant }: Ctx) => Prisma.sql`tenant_id = ${tenant.id}::uuid`;
const oldUse = (ctx: Ctx, now: Date) =>
  Prisma.sql`${ofTenant(ctx)} and day < ${before(now, daysOfUses)}::timestamptz::date`;
const oldRefusal = (ctx: Ctx, now: Date) =>
  Prisma.sql`${ofTenant(ctx)} and at < ${before(now, daysOfRefusals)}::timestamptz`;

/** Whether uses or refusals of keys are past their retention. */
export async function isAnyOld(ctx: Ctx, now: Date): Promise<boolean> {
  const [row] = await tenantSql<{ found: boolean }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select exists (select from api_key_days where ${oldUse(ctx, now)})
        or exists (select from api_key_refusals where ${oldRefusal(ctx, now)}) as found`,
  );
  return row?.found ?? false;
}

/** Deletes some uses that are past their retention; returns how many. */
export async function forgetUses(ctx: Ctx, now: Date): Promise<number> {
  const [row] = await tenantSql<{ count: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with old as (select key_id, day, address from api_key_days where ${oldUse(ctx, now)} limit ${atOnce}),
      deleted as (
        delete from api_key_days d using old o
        where d.tenant_id = ${ctx.tenant.id}::uuid and d.key_id = o.key_id and d.day = o.day and d.address = o.address
        returning 1
      )
      select count(*)::int as count from deleted`,
  );
  return row?.count ?? 0;
}

/** Deletes some refusals that are past their retention; returns how many. */
export async function forgetRefusals(ctx: Ctx, now: Date): Promise<number> {
  const [row] = await tenantSql<{ count: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with old as (select key_id, id from api_key_refusals where ${oldRefusal(ctx, now)} limit ${atOnce}),
      deleted as (
        delete from api_key_refusals r using old o
        where r.tenant_id = ${ctx.tenant.id}::uuid and r.key_id = o.key_id and r.id = o.id returning 1
      )
      select count(*)::int as count from deleted`,
  );
  return row?.count ?? 0;
}
