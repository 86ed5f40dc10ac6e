"use client";

import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { DateField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { notify } from "@/components/ui/toast";
import { givenDay, lineUpTo } from "@/lib/zod";
import { useAddDays, useUpdateDay } from "../client";
import { intervalsText } from "../rules";
import type { CalendarDay } from "../schema";
import { hoursText } from "./hours-form";

const schema = z
  .object({ label: lineUpTo(100), from: givenDay, until: givenDay.nullable(), intervals: hoursText })
  .refine(({ from, until }) => until === null || from <= until, {
    path: ["until"],
    error: "The last day must not be before the first one.",
  });
type Fields = z.input<typeof schema>;

export interface DayDialogProps {
  calendarId: string;
  /** The days to change; null adds new ones. */
  day: CalendarDay | null;
  onOpenChange: (open: boolean) => void;
}

/** Adds days with other hours to a calendar, or changes them. */
export function DayDialog({ calendarId, day, onOpenChange }: DayDialogProps) {
  const add = useAddDays();
  const update = useUpdateDay();
  const form = useZodForm(schema, {
    defaultValues: {
      label: day?.label ?? "",
      from: day?.from ?? "",
      until: day && day.until !== day.from ? day.until : null,
      intervals: intervalsText(day?.intervals ?? []),
    },
  });
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      title={day ? `Change ${day.label}` : "Add days"}
      description={day ? undefined : "Days off, or days with other hours than those of the week."}
      submit={day ? "Save changes" : "Add days"}
      onSubmit={async ({ until, ...values }) => {
        const days = { ...values, until: until ?? values.from };
        if (day) await update.mutateAsync({ id: calendarId, calendarDayId: day.id, ...days });
        else await add.mutateAsync({ id: calendarId, days: [days] });
        notify.success(day ? `${days.label} was saved` : `${days.label} was added`);
      }}
    >
      <TextField<Fields> name="label" label="Label" autoComplete="off" autoFocus placeholder="Company holiday" />
      <div className="grid grid-cols-2 gap-3">
        <DateField<Fields> name="from" label="First day" placeholder="December 24" />
        <DateField<Fields> name="until" label="Last day" optional />
      </div>
      <TextField<Fields>
        name="intervals"
        label="Hours"
        optional
        placeholder="Day off"
        autoComplete="off"
        hint="Times such as 9:00–12:00. Without any, nobody works on these days."
      />
    </FormDialog>
  );
}
