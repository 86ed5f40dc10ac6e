import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { retentionDays } from "../rules";

/** Rows that go with one statement: no lock is held for long. */
const atOnce = 5_000;

/** Deletes the workspace's notifications that are past their retention; returns the number deleted from inboxes. */
export async function forgetOld(ctx: Ctx, now: Date): Promise<number> {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
  await ctx.db.notificationMail.deleteMany({ where: { finishedAt: { lt: before(retentionDays.mail) } } });
  for (let deleted = 0; ; ) {
    const [row] = await tenantSql<{ count: number }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        with old as (
          select n.id from notifications n
          where n.tenant_id = ${ctx.tenant.id}::uuid
            and (n.done_at < ${before(retentionDays.done)}::timestamptz or n.shown_from < ${before(retentionDays.open)}::timestamptz)
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
