import "server-only";
import { addDays } from "date-fns";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { keptDays } from "../rules";

/** Rows that are deleted by one statement: no lock is held for long. */
const atOnce = 10_000;

/** From when the oldest exit can be forgotten; null without one. */
export async function forgetFrom({ db }: Ctx): Promise<Date | null> {
  const { _min } = await db.recordExit.aggregate({ _min: { at: true } });
  return _min.at && addDays(_min.at, keptDays);
}

/** Forgets exits that no cursor can come to any more; returns how many there were. */
export async function forgetExits(ctx: Ctx, now: Date): Promise<number> {
  const until = addDays(now, -keptDays);
  for (let count = 0; ; ) {
    const rows = await tenantRows(ctx)`
      delete from record_exits where tenant_id = ${ctx.tenant.id}::uuid and id in (
        select id from record_exits where tenant_id = ${ctx.tenant.id}::uuid and at <= ${until} order by at limit ${atOnce})
      returning 1 as done`;
    count += rows.length;
    if (rows.length < atOnce) return count;
  }
}
