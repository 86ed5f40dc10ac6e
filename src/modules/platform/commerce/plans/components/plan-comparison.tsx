"use client";

import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import { coreLicence } from "@/lib/licences";
import { formatMoney } from "@/lib/money";
import { type Interval, limitKeys, limits, type PlanKey } from "@/lib/plans";
import { choiceText, costOf, type OfferedPlan, offered } from "../rules";
import type { PlanOverview } from "../schema";

export interface ComparisonProps {
  id: string;
  plan: PlanOverview;
  /** The reason why nothing can be bought. */
  note: string | null;
  /** Look: see what a smaller plan changes. Buy: move to another one. */
  may: { look: boolean; buy: boolean };
  onChoose: (plan: PlanKey) => void;
  /** Pays for the other interval; absent while nothing is paid for. */
  onInterval: ((interval: Interval) => void) | undefined;
}

const modulesText = { core: "CRM core", addOns: "CRM core and any add-on", all: "All included" } as const;
const seatNoun = { one: "seat", many: "seats" };
const addOnNoun = { one: "add-on", many: "add-ons" };
const cell = "px-edge text-right first:text-left phone:px-0 phone:text-left";
const row =
  "h-9 border-border-soft border-b phone:grid phone:h-auto phone:grid-cols-3 phone:px-4 phone:py-2 phone:[&>th]:col-span-3";

/** The plans side by side, and the price of each for this workspace. */
export function PlanComparison({ id, plan, note, may, onChoose, onInterval }: ComparisonProps) {
  const at = useListLocale();
  const plans = offered(plan.plans);
  const most = (value: number | null) => (value === null ? "No limit" : value.toLocaleString(at.locale));
  const price = (of: OfferedPlan, interval: Interval) =>
    of.seat ? formatMoney(of.seat[interval], plan.currency, at) : "Free";
  const counts = limitKeys.filter((key) => key !== "seats" && limits[key].counted);
  return (
    <section aria-label="Plans" id={id} className="shrink-0 pb-8">
      <div className="flex min-h-11 flex-wrap items-center gap-x-2 px-edge pt-1">
        <h2 className="font-semibold">Plans</h2>
        <span className="text-faint text-sm">{`Prices in ${plan.currency} before tax. A year costs as much as ten months.`}</span>
        {onInterval && plan.interval ? <IntervalButton interval={plan.interval} onInterval={onInterval} /> : null}
      </div>
      <table aria-label="Plans" className="w-full table-fixed phone:block phone:[&>*]:block">
        <PlanNames plans={plans} current={plan.plan} />
        <tbody>
          <Line title="Seat, a month" plans={plans} of={(one) => price(one, "month")} />
          <Line title="Seat, a year" plans={plans} of={(one) => price(one, "year")} />
          <Line
            title="Seats"
            plans={plans}
            of={({ seat, limits: { seats } }) => (seat && seats !== null ? `Up to ${seats}` : most(seats))}
          />
          {plan.modules.some(({ module }) => module !== coreLicence) ? (
            <Line title="Modules" plans={plans} of={({ modules }) => modulesText[modules]} />
          ) : null}
          {counts.map((key) => (
            <Line
              key={key}
              title={limits[key].per === null ? limits[key].label : `${limits[key].label} a month`}
              plans={plans}
              of={(one) => most(one.limits[key])}
            />
          ))}
          <Line title="Requests a minute" plans={plans} of={(one) => most(one.requestsPerMinute)} />
          <Line
            title="Audit log"
            plans={plans}
            of={({ limits: { auditMonths } }) =>
              auditMonths === null ? "No limit" : counted(auditMonths, limits.auditMonths, at.locale)
            }
          />
          <CostLine plan={plan} plans={plans} />
          <tr className="h-12 phone:flex phone:h-auto phone:gap-2 phone:p-4">
            <td className="phone:hidden" />
            {plans.map((one) => (
              <td key={one.plan} className={cn(cell, "phone:flex-1 phone:empty:hidden")}>
                <Choice one={one} plan={plan} may={may} onChoose={onChoose} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      {note ? <p className="px-edge text-muted">{note}</p> : null}
    </section>
  );
}

function PlanNames({ plans, current }: { plans: readonly OfferedPlan[]; current: PlanKey }) {
  return (
    <thead>
      <tr className="h-8 border-b text-muted phone:grid phone:h-9 phone:grid-cols-3 phone:px-4">
        <td className="phone:hidden" />
        {plans.map(({ plan, label }) => (
          <th key={plan} scope="col" className={cn(cell, "font-medium", plan === current && "text-text")}>
            <span
              aria-current={plan === current ? "true" : undefined}
              className="inline-block h-8 leading-8 aria-[current]:shadow-[inset_0_-2px_0_var(--accent)] phone:h-9 phone:leading-9"
            >
              {label}
            </span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface LineProps {
  title: string;
  plans: readonly OfferedPlan[];
  of: (plan: OfferedPlan) => ReactNode;
  strong?: boolean;
}

function Line({ title, plans, of, strong = false }: LineProps) {
  return (
    <tr className={cn(row, strong && "border-border border-t font-medium")}>
      <th
        scope="row"
        className={cn(cell, "text-left phone:text-sm", strong ? "font-medium" : "font-normal text-muted")}
      >
        {title}
      </th>
      {plans.map((one) => (
        <td key={one.plan} className={cell}>
          {of(one)}
        </td>
      ))}
    </tr>
  );
}

/** "Your 15 seats and 2 add-ons, a year". */
function CostLine({ plan, plans }: { plan: PlanOverview; plans: readonly OfferedPlan[] }) {
  const at = useListLocale();
  const interval = plan.interval ?? "year";
  const seats = Math.max(plan.seats.paid ?? 0, plan.seats.used);
  const addOns = plan.modules.filter(({ bought }) => bought);
  const extra = addOns.length === 0 ? "" : ` and ${counted(addOns.length, addOnNoun, at.locale)}`;
  return (
    <Line
      strong
      title={`Your ${counted(seats, seatNoun, at.locale)}${extra}, a ${interval}`}
      plans={plans}
      of={(one) => {
        const cost = costOf(one, { seats, addOns, interval });
        return cost === null ? "–" : formatMoney(cost, plan.currency, at);
      }}
    />
  );
}

interface ChoiceProps extends Pick<ComparisonProps, "plan" | "may" | "onChoose"> {
  one: OfferedPlan;
}

function Choice({ one, plan, may, onChoose }: ChoiceProps) {
  if (one.plan === plan.plan) return <span className="text-faint text-sm phone:hidden">Your plan</span>;
  const isFree = one.seat === null;
  if (isFree ? !may.look : !may.buy) return null;
  // Starter comes by itself after a trial, and after a plan that was cancelled.
  const comes = isFree && (plan.interval === null || plan.cancelAt !== null);
  return (
    <Button
      size="sm"
      variant={isFree ? "ghost" : "secondary"}
      className={cn("phone:h-11 phone:w-full phone:border-border", isFree && "-mr-2 phone:mr-0")}
      onClick={() => onChoose(one.plan)}
    >
      {comes ? `See ${one.label}` : choiceText(one, plan.interval !== null)}
    </Button>
  );
}

function IntervalButton({ interval, onInterval }: { interval: Interval; onInterval: (interval: Interval) => void }) {
  const other = interval === "year" ? "month" : "year";
  return (
    <Button size="sm" variant="ghost" className="-mr-2 ml-auto" onClick={() => onInterval(other)}>
      {other === "year" ? "Pay yearly" : "Pay monthly"}
    </Button>
  );
}
