import "server-only";
import { meterKeys, meterOf, monthlyLimitOf } from "@/lib/meters";
import type { LimitKey } from "@/lib/plans";
import { defineScope } from "@/server/scope";

/** The meter that a monthly limit bounds. */
export const meterOfLimit = (limit: string) => meterKeys.find((key) => monthlyLimitOf(key) === (limit as LimitKey));

/** Notices of limits concern the whole workspace. */
export const limitNoticeScope = defineScope({
  entity: "limitNotice",
  noun: "notice",
  edit: "workspace:manage",
  owned: false,
  async load(ctx, ids) {
    const rows = await ctx.db.limitNotice.findMany({ where: { id: { in: ids } }, select: { id: true } });
    return rows.map(({ id }) => ({ id, ownerId: null }));
  },
  async names(ctx, ids) {
    const rows = await ctx.db.limitNotice.findMany({
      where: { id: { in: ids } },
      select: { id: true, subject: true, threshold: true, period: true },
    });
    return rows.map(({ id, subject, threshold, period }) => {
      const meter = meterOfLimit(subject);
      return { id, name: `${threshold}% of the ${meter ? meterOf(meter).many : subject} of ${period}` };
    });
  },
});
