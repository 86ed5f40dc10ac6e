"use client";

import { Lightbulb } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Note } from "@/components/ui/note";
import { todayIn } from "@/lib/day-words";
import type { NounEntity } from "@/lib/nouns/all";
import { WrittenStep } from "@/modules/platform/data/records/components/noun-written-step";
import { useOpportunityEdits } from "../client";
import { declared } from "../fields";
import { nextStep } from "../rules";
import type { Opportunity } from "../schema";

interface StepProps {
  opportunity: Opportunity;
}

/** A sentence for an opportunity that stands still, for members who may edit it; otherwise null. */
function useSuggestion(opportunity: Opportunity): string | null {
  const { zone: timeZone } = useWorkspace();
  return opportunity.mayEdit ? nextStep(opportunity, todayIn(timeZone)) : null;
}

/** Draws what is planned for an opportunity, with a suggestion below. */
export type Planned = ComponentType<{
  to: { entity: NounEntity; id: string; name: string };
  suggestion?: string | null;
  children?: ReactNode;
}>;

/** The next activity of an opportunity, and a suggestion where it stands still. */
export function NextStep({ opportunity, Planned }: StepProps & { Planned: Planned }) {
  const { id, name } = opportunity;
  const edits = useOpportunityEdits();
  return (
    <Planned to={{ entity: "opportunity", id, name }} suggestion={useSuggestion(opportunity)}>
      <WrittenStep<typeof declared.fields> noun={declared} record={opportunity} edits={edits} />
    </Planned>
  );
}

/** The suggestion alone, beside a list or board. */
export function Suggestion({ opportunity }: StepProps) {
  const step = useSuggestion(opportunity);
  if (step === null) return null;
  return (
    <Note tone="info" icon={<Lightbulb aria-hidden />} className="mx-edge mb-3">
      <span className="font-medium">Next step</span>
      <span className="text-muted">{` ${step}`}</span>
    </Note>
  );
}
