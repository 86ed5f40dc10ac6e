"use client";

import type { ReactNode } from "react";
import { formatDay } from "@/components/data-table/field-entry";
import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { dayOf } from "@/components/ui/day-text";
import { Note, type NoteProps } from "@/components/ui/note";
import { graceDays } from "@/lib/plans";
import type { PlanOverview } from "../schema";

interface StandingProps {
  plan: PlanOverview;
  onCompare: () => void;
}

/** The state of the plan that needs an act: trial, unpaid, read-only, ending. */
export function PlanStanding({ plan, onCompare }: StandingProps) {
  const at = useListLocale();
  const { can } = useWorkspace();
  const day = (instant: string) => formatDay(dayOf(instant, at.timeZone), at.locale);
  const pays = can("billing:manage");
  if (plan.readOnly)
    return (
      <Standing tone="danger">
        {`${plan.readOnly.reason} It is read-only since ${day(plan.readOnly.since)}.${pays ? "" : " Ask an owner."}`}
      </Standing>
    );
  if (plan.standing === "past_due")
    return (
      <Standing tone="warning">
        {`The last invoice is not paid. Everything works for ${graceDays} days after the first try; then this workspace is read-only until it is paid.${pays ? "" : " Ask an owner."}`}
      </Standing>
    );
  if (plan.cancelAt)
    return (
      <Standing tone="info">
        {`${plan.label} ends on ${day(plan.cancelAt)}, and the workspace moves to Starter then. Nothing is deleted.`}
      </Standing>
    );
  if (!plan.trialEndsAt) return null;
  return (
    <Standing tone="info" act={<Button onClick={onCompare}>{pays ? "Choose a plan" : "Compare plans"}</Button>}>
      {`The trial ends on ${day(plan.trialEndsAt)}. Without another plan the workspace moves to Starter then: nothing is deleted, and records over its limits become read-only.`}
    </Standing>
  );
}

function Standing({ tone, act, children }: Pick<NoteProps, "tone"> & { act?: ReactNode; children: ReactNode }) {
  return (
    <div className="shrink-0 px-edge pb-4">
      <Note tone={tone}>
        <div className="flex items-center gap-4 phone:flex-col phone:items-stretch phone:gap-2.5">
          <p className="min-w-0 flex-1">{children}</p>
          {act}
        </div>
      </Note>
    </div>
  );
}
