"use client";

import { useId, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { DateField, InstantField } from "@/components/form/typed-field";
import { Checkbox } from "@/components/ui/checkbox";

/** Below the field while it is empty: it is optional, but an activity without a date is easily forgotten. */
const noDate = "No date: it will not be in Today or the calendar.";

interface WhenFieldsProps {
  /** Where the form holds the two, such as "next.". */
  within?: string;
}

/** The start of an activity, or its due day when it has no set time; tasks begin with the day. */
export function WhenFields({ within = "" }: WhenFieldsProps) {
  const id = useId();
  const form = useFormContext();
  const [start, day, kind] = useWatch({ name: [`${within}startsAt`, `${within}dueOn`, `${within}kind`] });
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isAllDay = chosen ?? (day ? true : !start && kind === "task");
  const choose = (allDay: boolean) => {
    setChosen(allDay);
    form.setValue(`${within}${allDay ? "startsAt" : "dueOn"}`, null, { shouldDirty: true, shouldValidate: true });
  };
  const action = (
    <span className="flex items-center gap-1.5">
      {/* It stands in the other field after a choice, and keeps the focus there. */}
      <Checkbox
        id={id}
        autoFocus={chosen !== null}
        checked={isAllDay}
        onCheckedChange={(next) => choose(next === true)}
      />
      <label htmlFor={id}>All day</label>
    </span>
  );
  if (isAllDay)
    return (
      <DateField
        key="day"
        name={`${within}dueOn`}
        label="Due day"
        optional
        placeholder="tomorrow"
        hint={day ? undefined : noDate}
        action={action}
      />
    );
  return (
    <InstantField
      key="start"
      name={`${within}startsAt`}
      label="Starts"
      optional
      placeholder="tomorrow 3pm"
      hint={start ? undefined : noDate}
      action={action}
    />
  );
}
