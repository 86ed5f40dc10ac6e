"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { GroupHead } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import { coreLicence, type LicenceKey } from "@/lib/licences";
import { formatMoney } from "@/lib/money";
import type { Interval } from "@/lib/plans";
import { isNear, type ModuleAct, moduleActs, nearestFirst, usedText } from "../rules";
import type { PlanModuleRow, PlanOverview } from "../schema";
import { actWords, ModuleDialogs, type ModuleStep } from "./module-dialogs";
import { ModuleState } from "./module-state";

const groups = [
  { group: "core", title: null },
  { group: "ai", title: "AI modules" },
  { group: "integration", title: "Integrations" },
] as const;

const columns =
  "grid grid-cols-[minmax(0,1fr)_152px_224px_92px_92px_140px] items-center narrow:grid-cols-[minmax(0,1fr)_132px_160px_72px_72px_124px]";
const addOn = { one: "add-on bought", many: "add-ons bought" };

interface TableProps {
  plan: PlanOverview;
  /** Add-ons can be bought and removed. */
  buys: boolean;
  onBuy: (module: LicenceKey, on: boolean) => void;
}

/** The modules that this product has, with their state, use, price and acts. */
export function ModulesTable({ plan, buys, onBuy }: TableProps) {
  const at = useListLocale();
  const { can } = useWorkspace();
  const [step, setStep] = useState<ModuleStep | null>(null);
  const bought = plan.modules.filter((row) => row.bought);
  const interval: Interval = plan.interval ?? "year";
  const sum = bought.reduce((total, { prices }) => total + (prices?.[interval] ?? 0), 0);
  function begin(next: ModuleStep | null) {
    const isPurchase = next?.act === "buy" || next?.act === "drop";
    setStep(isPurchase ? null : next);
    if (isPurchase) onBuy(next.module, next.act === "buy");
  }
  const may = { switches: can("workspace:manage"), buys };
  return (
    <section aria-label="Modules" className="shrink-0">
      <div className="flex h-9 items-center gap-2 px-edge phone:h-11">
        <h2 className="font-semibold">Modules</h2>
        <span className="text-faint">{plan.modules.length}</span>
        <span className="ml-auto text-muted text-sm">
          {bought.length === 0
            ? `Prices in ${plan.currency} before tax`
            : `${counted(bought.length, addOn, at.locale)}, ${formatMoney(sum, plan.currency, at)} a ${interval}`}
        </span>
      </div>
      <div aria-hidden className={`${columns} h-thead border-y text-faint text-sm phone:hidden`}>
        <span className="pl-5">Module</span>
        <span>State</span>
        <span>Use and limit</span>
        <span className={cn("text-right", interval === "month" && "font-medium text-text")}>A month</span>
        <span className={cn("text-right", interval === "year" && "font-medium text-text")}>A year</span>
        <span />
      </div>
      {groups.map(({ group, title }) => {
        const rows = plan.modules.filter((row) => row.group === group);
        if (rows.length === 0) return null;
        return (
          <div key={group}>
            {title ? <GroupHead title={title} count={rows.length} /> : null}
            <ul>
              {rows.map((row) => (
                <ModuleRow
                  key={row.module}
                  row={row}
                  plan={plan}
                  interval={interval}
                  act={moduleActs(row, may)[0]}
                  onStep={(act) => begin({ module: row.module, act })}
                />
              ))}
            </ul>
          </div>
        );
      })}
      <ModuleDialogs plan={plan} step={step} may={may} onStep={begin} />
    </section>
  );
}

interface RowProps {
  row: PlanModuleRow;
  plan: PlanOverview;
  interval: Interval;
  /** The act that its row offers. */
  act: ModuleAct | undefined;
  onStep: (act: ModuleAct | "look") => void;
}

function ModuleRow({ row, plan, interval, act, onStep }: RowProps) {
  const at = useListLocale();
  const price = (of: Interval) => (row.prices ? formatMoney(row.prices[of], plan.currency, at) : null);
  const cost = row.included ? "Included" : (price(interval) ?? "–");
  return (
    <li className="hairline-b hairline-soft">
      <div className={`${columns} min-h-12 phone:hidden`}>
        <div className="min-w-0 py-1.5 pr-4 pl-5">
          <button
            type="button"
            className="block max-w-full truncate rounded-sm font-medium leading-[18px] hover:underline"
            onClick={() => onStep("look")}
          >
            {row.label}
          </button>
          <span className="block truncate text-muted text-sm">{row.purpose}</span>
        </div>
        <ModuleState row={row} />
        <ModuleUse row={row} plan={plan} />
        <span className="text-right text-faint">{row.included ? null : price("month")}</span>
        <span className={cn("text-right", row.included && "text-muted")}>
          {row.included ? "Included" : price("year")}
        </span>
        <span className="pr-edge text-right">
          <RowAct row={row} act={act} onStep={onStep} />
        </span>
      </div>
      <button
        type="button"
        className="hidden min-h-15 w-full items-center gap-3 px-edge text-left hover:bg-surface-hover phone:flex"
        onClick={() => onStep("look")}
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{row.label}</span>
          <span className="flex gap-2 truncate text-muted text-sm">
            {row.module === coreLicence ? (
              <span className="truncate">{coreUse(plan, at.locale)}</span>
            ) : (
              <ModuleState row={row} />
            )}
          </span>
        </span>
        <span className={row.included ? "text-muted" : undefined}>{cost}</span>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
      </button>
    </li>
  );
}

function RowAct({ row, act, onStep }: Pick<RowProps, "row" | "act" | "onStep">): ReactNode {
  if (row.module === coreLicence) return <span className="text-faint text-sm">Always on</span>;
  if (!act) return null;
  const look = { try: "secondary", on: "secondary", buy: "tinted", off: "ghost", drop: "ghost" } as const;
  return (
    <Button size="sm" variant={look[act]} className={act === "off" ? "-mr-2" : undefined} onClick={() => onStep(act)}>
      {actWords[act]}
    </Button>
  );
}

const coreUse = ({ limits }: PlanOverview, locale: string): string | undefined => {
  const [nearest] = nearestFirst(limits);
  return nearest && usedText(nearest, locale);
};

/**
 * The usage of the core module is that of the limits; the nearest to its end is shown, and all of them in its dialog.
 */
function ModuleUse({ row, plan }: { row: PlanModuleRow; plan: PlanOverview }) {
  const { locale } = useListLocale();
  const [nearest] = nearestFirst(plan.limits);
  if (row.module !== coreLicence || !nearest)
    return (
      <span className={cn("truncate pr-4 text-sm", row.limits.some(isNear) ? "text-warning" : "text-faint")}>
        {row.limits.length === 0
          ? "No limit"
          : row.limits.map((limit) => usedText({ ...limit, per: null }, locale)).join(", ")}
      </span>
    );
  const { used, most, label } = nearest;
  const text = usedText(nearest, locale);
  return (
    <div className="flex min-w-0 flex-col gap-[5px] pr-4">
      <span className={cn("truncate text-sm", isNear(nearest) && "text-warning")}>{text}</span>
      {most === null ? null : <Progress label={label} value={used ?? 0} max={most} text={text} />}
    </div>
  );
}
