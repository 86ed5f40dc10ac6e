import "server-only";
import { z } from "zod";
import { meterKeys, meterOf, monthlyLimitOf } from "@/lib/meters";
import { platform } from "@/modules/platform/module";
import { usageAlerts } from "../schema";
import { meterOfLimit } from "../scope";
import { namesOf } from "./names";

const mostAlerts = 100;

export const listUsageAlerts = platform.operation({
  kind: "query",
  permission: "usage:view",
  input: z.object({}),
  output: usageAlerts,
  rest: { method: "GET", path: "/usage/alerts" },
  describe: "The last 100 notifications about a limit or a budget that was nearly used up, newest first.",
  async run(ctx) {
    const subjects = meterKeys.flatMap((key) => monthlyLimitOf(key) ?? []);
    const [notices, alerts, admins] = await Promise.all([
      ctx.db.limitNotice.findMany({
        where: { subject: { in: subjects } },
        orderBy: { id: "desc" },
        take: mostAlerts,
        select: { id: true, subject: true, threshold: true, period: true, createdAt: true },
      }),
      ctx.db.budgetAlert.findMany({
        orderBy: [{ at: "desc" }, { id: "desc" }],
        take: mostAlerts,
        select: {
          ...{ id: true, budgetId: true, threshold: true, month: true, at: true, toldIds: true },
          budget: { select: { team: { select: { name: true } }, member: { select: { name: true } } } },
        },
      }),
      ctx.db.member.findMany({
        where: { role: { in: ["owner", "admin"] }, status: "active" },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        take: mostAlerts,
        select: { id: true, name: true },
      }),
    ]);
    const members = await namesOf(
      ctx,
      "member",
      alerts.flatMap(({ toldIds }) => toldIds),
    );
    const ofLimits = notices.map(({ id, subject, threshold, period, createdAt }) => {
      const meter = meterOfLimit(subject);
      const of = meter ? meterOf(meter).label : subject;
      return { id, kind: "limit", of, budgetId: null, threshold, month: period, at: createdAt, told: admins } as const;
    });
    const ofBudgets = alerts.map(({ id, budgetId, threshold, month, at, toldIds, budget }) => {
      const of = budget.team?.name ?? budget.member?.name ?? "Workspace";
      return { id, kind: "budget", of, budgetId, threshold, month, at, told: toldIds.map(members) } as const;
    });
    return [...ofLimits, ...ofBudgets]
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .slice(0, mostAlerts)
      .map((alert) => ({ ...alert, at: alert.at.toISOString() }));
  },
});
