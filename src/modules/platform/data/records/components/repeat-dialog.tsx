"use client";

import { useWatch } from "react-hook-form";
import { useListLocale } from "@/components/data-table/list-locale";
import { SelectField, SeveralField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { DateField, NumberField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { formatDay } from "@/lib/day-words";
import { daysBetween } from "@/lib/recurrence/occurrences";
import { recurrenceText, weekdayName } from "@/lib/recurrence/recurrence-text";
import type { RecurrenceRule } from "@/lib/recurrence/rule";
import { andList } from "@/lib/text";
import { dayLater, weekdayOf } from "@/lib/working-time";
import { isLastOf, nthOf, type RepeatValues, repeatValues, ruleOfValues, valuesOfRule } from "./repeat-values";

export interface RepeatDialogProps {
  name: string;
  /** Its kind: "activity". */
  one: string;
  /** Its day in the zone of its series. */
  day: string;
  rule: RecurrenceRule | null;
  send(rule: RecurrenceRule | null): Promise<void>;
  onClose(): void;
}

const units = [
  { value: "none", label: "Does not repeat" },
  { value: "day", label: "By day" },
  { value: "weekday", label: "Every weekday, Monday to Friday" },
  { value: "week", label: "By week" },
  { value: "month", label: "By month" },
  { value: "year", label: "By year" },
];
const unitWords = { day: "days", week: "weeks", month: "months", year: "years" } as const;
const weekdays = [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value: String(value), label: weekdayName(value) }));
const ends = [
  { value: "never", label: "Never" },
  { value: "on", label: "On a date" },
  { value: "after", label: "After a number of times" },
];

/** Chooses how a record and those that follow it repeat, and shows the next dates. */
export function RepeatDialog({ name, one, day, rule, send, onClose }: RepeatDialogProps) {
  const form = useZodForm<RepeatValues, RepeatValues>(
    repeatValues.superRefine((values, context) => {
      const found = ruleOfValues(values, day);
      if (found && "problem" in found)
        context.addIssue({ code: "custom", path: [found.field], message: found.problem });
    }),
    { defaultValues: valuesOfRule(rule, day) },
  );
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Repeat ${name}`}
      description={`The next ${one} is created when this one is completed or its time has passed.`}
      form={form}
      submit="Save repetition"
      onSubmit={async (values) => {
        const found = ruleOfValues(values, day);
        if (found === null || "every" in found) await send(found);
      }}
    >
      <RuleFields day={day} />
    </FormDialog>
  );
}

function RuleFields({ day }: { day: string }) {
  const values = useWatch<RepeatValues>() as RepeatValues;
  const { unit } = values;
  return (
    <>
      <SelectField<RepeatValues> name="unit" label="Repeats" options={units} />
      {unit === "none" || unit === "weekday" ? null : (
        <NumberField<RepeatValues> name="every" label="Every" unit={unitWords[unit]} />
      )}
      {unit === "week" ? <SeveralField<RepeatValues> name="weekdays" label="On" options={weekdays} /> : null}
      {unit === "month" || unit === "year" ? (
        <SelectField<RepeatValues> name="monthly" label="On" options={daysOfMonth(day)} />
      ) : null}
      {unit === "none" ? null : <SelectField<RepeatValues> name="ends" label="Ends" options={ends} />}
      {unit !== "none" && values.ends === "on" ? <DateField<RepeatValues> name="until" label="Last day" /> : null}
      {unit !== "none" && values.ends === "after" ? (
        <NumberField<RepeatValues> name="count" label="Number of times" />
      ) : null}
      <NextDates values={values} day={day} />
    </>
  );
}

const ordinals = ["first", "second", "third", "fourth"] as const;

/** The day of the month, and its places among the weekdays of the month. */
function daysOfMonth(day: string) {
  const weekday = weekdayName(weekdayOf(day));
  const nth = nthOf(day);
  return [
    { value: "day", label: `Day ${Number(day.slice("YYYY-MM-".length))}` },
    ...(nth ? [{ value: "nth", label: `The ${ordinals[nth - 1]} ${weekday}` }] : []),
    ...(isLastOf(day) ? [{ value: "last", label: `The last ${weekday}` }] : []),
  ];
}

const shownDates = 3;
const lastDay = "2199-12-31";

/** The rule in words, and the next dates after the record; nothing while the choices are incomplete. */
function NextDates({ values, day }: { values: RepeatValues; day: string }) {
  const { locale } = useListLocale();
  const rule = ruleOfValues(values, day);
  if (rule === null || "problem" in rule) return null;
  const dates = daysBetween(rule, day, [dayLater(day, 1), lastDay], shownDates);
  const words = dates.map((one) => formatDay(one, locale));
  return (
    <p role="status" className="text-muted text-xs">
      {recurrenceText(rule, day, locale)}. {words.length > 0 ? `Next: ${andList(words)}.` : "No further date."}
    </p>
  );
}
