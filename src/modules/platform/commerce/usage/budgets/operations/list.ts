import "server-only";
import { momentOfDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { monthOf } from "@/server/usage/month";
import { costByDay, spentIn } from "@/server/usage/spend";
import { spanOf, withPast } from "../../operations/days";
import { forecastOf, shareOf } from "../../rules";
import { budgetList, listBudgetsInput, maxBudgets } from "../schema";
import { budgetSelect, presentSettings } from "./budgets";

export const listBudgets = platform.operation({
  kind: "query",
  permission: "usage:view",
  input: listBudgetsInput,
  output: budgetList,
  rest: { method: "GET", path: "/budgets" },
  describe:
    "The budgets of the workspace, of teams and of members, with the actual and expected spending of this month; `archived` returns the archived ones instead.",
  async run(ctx, { archived = false }) {
    const rows = await ctx.db.budget.findMany({
      where: { archivedAt: archived ? { not: null } : null },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: maxBudgets,
      select: budgetSelect,
    });
    const now = new Date();
    const { timeZone } = ctx.tenant;
    const span = spanOf("month", now, timeZone);
    const spendings = rows.map(({ id, currency, ratePerUsd }) => ({
      id,
      currency,
      ratePerUsd: ratePerUsd?.toString() ?? null,
    }));
    const from = momentOfDay(withPast(span).from, 0, timeZone);
    const [spent, daily, shown] = [
      await spentIn(ctx, spendings, monthOf(now, timeZone), now),
      await costByDay(ctx, spendings, from),
      await presentSettings(ctx, rows),
    ];
    return shown.map((one) => {
      const { amount: limit, currency } = one.amount;
      const already = spent.get(one.id);
      const forecast = forecastOf({ ...span, limit, daily: daily.get(one.id) ?? new Map() });
      const money = (minor: number) => ({ amount: Math.round(minor), currency });
      return {
        ...one,
        spent: money(Number(already?.spent ?? 0)),
        held: money(Number(already?.held ?? 0)),
        share: shareOf(Number(already?.spent ?? 0), limit),
        forecast: money(forecast.total),
        overOn: forecast.reachedOn,
      };
    });
  },
});
