"use client";

import { Lightbulb } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Note } from "@/components/ui/note";
import { todayIn } from "@/lib/day-words";
import { nextStep } from "../rules";
import type { Opportunity } from "../schema";

/** The suggested next step for an opportunity that stands still, for members who may edit it; otherwise nothing. */
export function NextStep({ opportunity }: { opportunity: Opportunity }) {
  const { timeZone } = useWorkspace();
  const step = opportunity.mayEdit ? nextStep(opportunity, todayIn(timeZone)) : null;
  if (step === null) return null;
  return (
    <Note tone="info" icon={<Lightbulb aria-hidden />} className="mx-edge mb-3">
      <span className="font-medium">Next step</span>
      <span className="text-muted">{` ${step}`}</span>
    </Note>
  );
}
