"use client";

import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { useZodForm } from "@/components/form/use-zod-form";
import { menuItem } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import { cn } from "@/lib/cn";
import { pickSchema } from "@/lib/nouns/derive-schema";
import { useEditsOf } from "@/trpc/noun-client";
import { type Activity, activities } from "../fields";
import { type Chosen, movedTo, nearDays } from "./other-times";
import { WhenFields } from "./when-fields";
import { whenText } from "./when-text";

export interface RescheduleChoicesProps {
  activity: Activity;
  onClose(): void;
}

/** Other times of an activity: a near day with one click, or any by typing. */
export function RescheduleChoices({ activity, onClose }: RescheduleChoicesProps) {
  const at = useListLocale();
  const edits = useEditsOf(activities);
  async function move(chosen: Chosen): Promise<void> {
    onClose();
    // A due day gives way to a start, and the other way round.
    const patch = chosen.startsAt === null ? { dueOn: chosen.dueOn } : { startsAt: chosen.startsAt };
    const when = whenText({ ...activity, ...chosen }, new Date(), at);
    await edits
      .save(activity, "When", patch, `${activity.name} moved to ${when}`)
      .catch((error: Error) => notify.error(error.message));
  }
  return (
    <>
      <NearDays activity={activity} onMove={move} />
      <OtherTime activity={activity} onMove={move} />
    </>
  );
}

interface MoveProps {
  activity: Activity;
  onMove(chosen: Chosen): Promise<void>;
}

function NearDays({ activity, onMove }: MoveProps) {
  const at = useListLocale();
  const [now] = useState(() => new Date());
  return (
    <ul>
      {nearDays(now, at.timeZone).map(({ label, day }) => {
        const chosen = movedTo(day, activity, now, at.timeZone);
        const when = whenText({ ...activity, ...chosen }, now, at);
        return (
          <li key={label}>
            <button type="button" className={cn(menuItem, "w-full")} onClick={() => void onMove(chosen)}>
              <CalendarClock aria-hidden />
              {label} {when === label ? null : <span className="ml-auto text-faint text-sm">{when}</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function OtherTime({ activity: { startsAt, dueOn }, onMove }: MoveProps) {
  const [schema] = useState(() => pickSchema(activities.update, ["startsAt", "dueOn"]));
  const form = useZodForm(schema, { defaultValues: { startsAt, dueOn } });
  return (
    <Form
      form={form}
      className="mt-1 gap-2 border-t p-2"
      onSubmit={({ startsAt: start = null, dueOn: day = null }) => onMove({ startsAt: start, dueOn: day })}
    >
      <FormError />
      <WhenFields />
      <SubmitButton size="sm" className="self-end">
        Reschedule
      </SubmitButton>
    </Form>
  );
}
