import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { retentionDays } from "../rules";

/** Rows that go with one statement: no lock is held for long. */
const atOnce = 5_000;

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();

const isOld = (now: Date) => Prisma.sql`
  (n.done_at < ${daysBefore(now, retentionDays.done)}::timestamptz or n.shown_from < ${daysBefore(now, retentionDays.open)}::timestamptz)`;

/** Whether notifications, or the mails about them, are past their retention. */
export async function isAnyOld({ tenant, db }: Ctx, now: Date): Promise<boolean> {
  const [row] = await tenantSql<{ found: boolean }>(
    tenant.id,
    db,
    Prisma.sql`
      select exists (select from notifications n where n.tenant_id = ${tenant.id}::uuid and ${isOld(now)})
        or exists (select from notification_mails where tenant_id = ${tenant.id}::uuid
                   and finished_at < ${daysBefore(now, retentionDays.mail)}::timestamptz) as found`,
  );
  return row?.found ?? false;
}

/** Deletes the workspace's notifications that are past their retention; returns the number deleted from inboxes. */
export async function forgetOld(ctx: Ctx, now: Date): Promise<number> {
  await ctx.db.notificationMail.deleteMany({ where: { finishedAt: { lt: daysBefore(now, retentionDays.mail) } } });
  for (let deleted = 0; ; ) {
    const [row] = await tenantSql<{ count: number }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        with old as (
          select n.id from notifications n
          where n.tenant_id = ${ctx.tenant.id}::uuid and ${isOld(now)}
          limit ${atOnce}
        ),
        forgotten as (
          delete from notifications n using old where n.tenant_id = ${ctx.tenant.id}::uuid and n.id = old.id returning 1
        )
        select count(*)::int as count from forgotten`,
    );
    const count = row?.count ?? 0;
    deleted += count;
    if (count < atOnce) return deleted;
  }
}
