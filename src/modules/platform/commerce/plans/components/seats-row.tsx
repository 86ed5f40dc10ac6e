"use client";

import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { Stepper } from "@/components/ui/stepper";
import { counted } from "@/lib/counted";
import type { PlanOverview } from "../schema";

/** Seats: used, bought, free, and the invitations that would take one. */
export function SeatsRow({ plan, onChange }: { plan: PlanOverview; onChange: ((seats: number) => void) | undefined }) {
  const { locale } = useListLocale();
  const { seats } = plan;
  const { used, invited, waiting } = seats;
  const most = seats.paid ?? seats.most;
  const of =
    most === null ? "without a limit" : `of ${most.toLocaleString(locale)}${seats.paid === null ? "" : " bought"}`;
  const free = most === null ? [] : [freeText(most - used)];
  const queued = waiting === 0 ? [] : [`${waiting.toLocaleString(locale)} waiting for a seat`];
  const sent = invited === 0 ? [] : [counted(invited, { one: "invitation sent", many: "invitations sent" }, locale)];
  return (
    <section
      aria-label="Seats"
      className="flex min-h-16 shrink-0 items-center gap-5 px-edge wide:gap-8 hairline-b phone:flex-col phone:items-stretch phone:gap-3 phone:py-3.5"
    >
      <div className="w-40 shrink-0 wide:w-[272px] phone:w-auto">
        <h2 className="font-semibold">Seats</h2>
        <p className="text-muted text-sm">Members who can sign in, viewers included</p>
      </div>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2 whitespace-nowrap">
          <span className="font-medium">{`${used.toLocaleString(locale)} used`}</span>
          <span className="text-muted">{of}</span>
          <span className="ml-auto truncate text-muted text-sm">{[...free, ...sent, ...queued].join(", ")}</span>
        </div>
        {most === null ? null : (
          <Progress label="Seats used" value={used} max={most} text={`${used} ${of}`} className="mt-[7px]" />
        )}
      </div>
      {onChange && seats.paid !== null ? (
        <SeatsChange key={seats.paid} paid={seats.paid} plan={plan} onChange={onChange} />
      ) : null}
    </section>
  );
}

function freeText(free: number): string {
  if (free < 0) return `${-free} too few`;
  return free === 0 ? "None free" : `${free} free`;
}

function SeatsChange({
  paid,
  plan,
  onChange,
}: {
  paid: number;
  plan: PlanOverview;
  onChange: (seats: number) => void;
}) {
  const [wanted, setWanted] = useState(paid);
  const least = Math.max(1, plan.seats.used);
  const most = plan.plans.find((one) => one.plan === plan.plan)?.limits.seats ?? null;
  const differs = wanted !== paid && wanted >= least;
  return (
    <div className="flex shrink-0 items-center gap-2">
      <Stepper label="Seats" value={wanted} min={least} max={most} onValueChange={setWanted} className="phone:flex-1" />
      <Button
        variant={differs ? "tinted" : "secondary"}
        aria-disabled={differs ? undefined : true}
        className="phone:h-11 phone:flex-1"
        onClick={() => {
          if (differs) onChange(wanted);
        }}
      >
        Review change
      </Button>
    </div>
  );
}
