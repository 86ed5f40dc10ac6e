import "server-only";
import { formatMoney } from "@/lib/money";
import { sharedScope } from "@/server/scope";

/** Budgets are for members who see use; `operations/budgets.ts` says which of them a manager changes. */
export const budgetScope = sharedScope({
  entity: "budget",
  noun: "budget",
  edit: "budget:manage",
  seenBy: ["usage:view", "budget:manage"],
  load: (ctx, ids) => ctx.db.budget.findMany({ where: { id: { in: ids } }, select: { id: true } }),
  async names(ctx, ids) {
    const named = { select: { name: true } };
    const rows = await ctx.db.budget.findMany({
      where: { id: { in: ids } },
      select: { id: true, team: named, member: named },
    });
    return rows.map(({ id, team, member }) => ({
      id,
      name: `Budget of ${team?.name ?? member?.name ?? ctx.tenant.name}`,
    }));
  },
});

/** Alerts are for those who were notified, and for members who may see usage. */
export const budgetAlertScope = sharedScope({
  entity: "budgetAlert",
  noun: "alert",
  edit: "budget:manage",
  load(ctx, ids) {
    const self = ctx.member?.id;
    const isTold = ctx.can("usage:view") || self === undefined ? {} : { toldIds: { has: self } };
    return ctx.db.budgetAlert.findMany({ where: { id: { in: ids }, ...isTold }, select: { id: true } });
  },
  async names(ctx, ids) {
    const named = { select: { name: true } };
    const rows = await ctx.db.budgetAlert.findMany({
      where: { id: { in: ids } },
      select: {
        ...{ id: true, threshold: true, spentMinor: true, amountMinor: true, currency: true },
        budget: { select: { team: named, member: named } },
      },
    });
    return rows.map(({ id, threshold, spentMinor, amountMinor, currency, budget: { team, member } }) => {
      const [spent, most] = [spentMinor, amountMinor].map((minor) => formatMoney(Number(minor), currency, ctx.tenant));
      const whose = team?.name ?? member?.name ?? ctx.tenant.name;
      return { id, name: `${threshold}% of the budget of ${whose} (${spent} of ${most})` };
    });
  },
});
