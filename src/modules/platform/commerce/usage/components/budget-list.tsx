"use client";

import { useQuery } from "@tanstack/react-query";
import { Archive, MoreHorizontal, Pencil } from "lucide-react";
import { useState } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import { formatMoney } from "@/lib/money";
import { planPage } from "@/lib/plan-page";
import { useApi } from "@/trpc/react";
import { type Budget, useArchiveBudget } from "../client";
import { BudgetDialog } from "./budget-dialog";

const nameOf = ({ team, member }: Budget) => team?.name ?? member?.name ?? "Workspace";

/** The budgets with what this month has cost, and the last times that people were notified. */
export function BudgetList() {
  const api = useApi();
  const query = useQuery(api.budgets.list.queryOptions({}));
  return (
    <aside aria-label="Budgets and alerts" className="min-w-0">
      <section aria-labelledby="budgets" className="hairline-b">
        <h2 id="budgets" className="px-edge py-3 font-semibold">
          Budgets
        </h2>
        {query.error && !query.data ? <LineFailed title="The budgets could not be loaded." query={query} /> : null}
        {query.isPending ? <Skeleton className="mx-edge mb-4 w-40" /> : null}
        {query.data?.length === 0 ? (
          <p className="px-edge pb-4 text-muted">
            A budget notifies people when the usage of a month passes a share of an amount. It can also stop further
            usage.
          </p>
        ) : null}
        <ul>
          {query.data?.map((budget) => (
            <BudgetLine key={budget.id} budget={budget} />
          ))}
        </ul>
      </section>
      <Alerts />
      <AtTheLimit />
    </aside>
  );
}

function BudgetLine({ budget }: { budget: Budget }) {
  const { locale, currency } = useWorkspace();
  const day = useDayText();
  const archive = useArchiveBudget();
  const [editing, setEditing] = useState(false);
  const money = ({ amount, currency: of }: Budget["spent"]) => formatMoney(amount, of, { locale, currency });
  const over = budget.overOn ? `over on ${day(budget.overOn)}` : `${money(budget.forecast)} by the end of the month`;
  return (
    <li className="border-border-soft border-t px-edge py-3">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{nameOf(budget)}</span>
        <span className="shrink-0">
          <strong>{money(budget.spent)}</strong> <span className="text-muted">of {money(budget.amount)}</span>
        </span>
        {budget.mayEdit ? (
          <Menu>
            <MenuTrigger asChild>
              <IconButton size="sm" label={`Budget of ${nameOf(budget)}`} icon={<MoreHorizontal aria-hidden />} />
            </MenuTrigger>
            <MenuContent align="end">
              <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setEditing(true)}>
                Edit
              </MenuItem>
              <MenuItem icon={<Archive aria-hidden />} onSelect={() => void archive(budget, nameOf(budget))}>
                Archive
              </MenuItem>
            </MenuContent>
          </Menu>
        ) : null}
      </div>
      <Progress
        className="mt-1.5"
        label={`Budget of ${nameOf(budget)}`}
        value={budget.spent.amount}
        max={budget.amount.amount}
        forecast={budget.forecast.amount}
        ticks={budget.thresholds}
        text={`${budget.share}%`}
      />
      <div className="mt-1 flex justify-between gap-2 text-muted text-sm">
        <span className={cn("truncate", budget.overOn && "text-warning")}>
          {budget.share}%, {over}
        </span>
        <span className="shrink-0">{stopWords(budget)}</span>
      </div>
      {editing ? <BudgetDialog budget={budget} onClose={() => setEditing(false)} /> : null}
    </li>
  );
}

function stopWords({ stops, share }: Budget): string {
  if (!stops) return "Only notifies";
  return share >= 100 ? "Stopped this month" : "Stops at 100%";
}

function Alerts() {
  const api = useApi();
  const query = useQuery(api.usage.alerts.queryOptions({}));
  if (query.error && !query.data) return <LineFailed title="The alerts could not be loaded." query={query} />;
  return (
    <section aria-labelledby="alerts" className="px-edge py-3 hairline-b">
      <h2 id="alerts" className="font-semibold">
        Alerts
      </h2>
      {query.data?.length === 0 ? <p className="mt-2 text-muted">No budget alerts were sent yet.</p> : null}
      <ul className="mt-2 flex flex-col gap-2.5">
        {query.data?.slice(0, 10).map((alert) => (
          <li key={alert.id}>
            <div className="flex justify-between gap-2">
              <span className="min-w-0 truncate">
                {alert.of} passed {alert.threshold}%
              </span>
              <span className="shrink-0 text-muted text-sm">
                <RelativeTime at={alert.at} />
              </span>
            </div>
            <div className="truncate text-muted text-sm">Notified: {alert.told.map(({ name }) => name).join(", ")}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function AtTheLimit() {
  const { can, href } = useWorkspace();
  return (
    <section aria-labelledby="at-the-limit" className="px-edge py-3">
      <h2 id="at-the-limit" className="font-semibold">
        At a limit
      </h2>
      <p className="mt-1 text-muted">
        E-mails wait until the next month or a larger plan. Imports and API calls are refused with a reason. Nothing is
        lost.
      </p>
      {can("billing:manage") || can("workspace:manage") ? (
        <Link className="link mt-2 inline-block" href={href("/settings/plan")}>
          {planPage()}
        </Link>
      ) : null}
    </section>
  );
}
