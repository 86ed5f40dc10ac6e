"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { dayOf } from "@/components/ui/day-text";
import { StageTrack } from "@/components/ui/stage-track";
import { useDayText } from "@/components/ui/use-day-text";
import { useEditsOf } from "@/trpc/noun-client";
import { useApi } from "@/trpc/react";
import { type Contact, contacts, lifecycleStages } from "../fields";
import { isBackward, type LifecycleEntry, type LifecycleStage } from "../lifecycle/schema";
import { MoveBackDialog } from "./move-back-dialog";

/** The stages that every contact passes; the others are shown where the contact is in them. */
const usual: readonly LifecycleStage[] = ["lead", "mql", "sql", "opportunity", "customer"];

/** The lifecycle of a contact: when it entered each stage; a click on a stage moves it there. */
export function LifecycleLine({ contact }: { contact: Contact }) {
  const api = useApi();
  const edits = useEditsOf(contacts);
  const dayText = useDayText();
  const { timeZone } = useListLocale();
  const { data = [] } = useQuery(api.contacts.lifecycle.queryOptions({ id: contact.id }));
  const [back, setBack] = useState<LifecycleStage | null>(null);
  const here = contact.lifecycle;
  const stages = lifecycleStages
    .filter(({ value }) => usual.includes(value) || value === here || data.some(({ stage }) => stage === value))
    .map(({ value, label }) => ({
      id: value,
      name: label,
      color: "var(--accent)",
      note: noteOf(data, value, here, (at) => dayText(dayOf(at, timeZone))),
    }));
  const move = (to: LifecycleStage, reason?: string) =>
    edits.send(contact, "Lifecycle stage", { lifecycle: to, ...(reason ? { lifecycleReason: reason } : {}) });
  const choose = (id: string) => {
    const to = id as LifecycleStage;
    if (to === here) return;
    if (isBackward(here, to)) setBack(to);
    else void edits.save(contact, "Lifecycle stage", { lifecycle: to });
  };
  return (
    <section aria-label="Lifecycle" className="overflow-x-clip px-edge pt-2.5 pb-2 hairline-t hairline-b">
      <StageTrack stages={stages} current={here} onSelect={contact.mayEdit ? choose : undefined} />
      {back ? (
        <MoveBackDialog
          name={contact.name}
          from={here}
          to={back}
          onMove={(reason) => move(back, reason)}
          onClose={() => setBack(null)}
        />
      ) : null}
    </section>
  );
}

/** "Oct 20" below a stage that was passed, "since Nov 4" below the present one; "imported Nov 4" where nothing says since when. */
function noteOf(
  entries: readonly LifecycleEntry[],
  stage: LifecycleStage,
  here: LifecycleStage,
  dayText: (instant: string) => string,
): string | undefined {
  const entry = entries.find((one) => one.stage === stage);
  if (!entry) return undefined;
  const day = dayText(entry.enteredAt);
  // Inside a line a day has no capital: "since today".
  const within = day.replace(/^(Today|Yesterday)$/, (word) => word.toLowerCase());
  if (stage !== here && !isBackward(here, stage)) return undefined;
  if (entry.imported) return `imported ${within}`;
  return stage === here ? `since ${within}` : day;
}
