"use client";

import { type ReactNode, useState } from "react";
import type { FieldValues } from "react-hook-form";
import { type EntryFormats, entryProblem, entryText, parseFieldEntry } from "@/components/data-table/field-entry";
import { useListLocale } from "@/components/data-table/list-locale";
import { Input } from "@/components/ui/input";
import type { DurationLimits } from "@/lib/duration-text";
import { zoneText } from "@/lib/relative-time-text";
import { FieldFrame, type FieldProps, useField } from "./field";

type Kind = "number" | "percent" | "duration" | "money" | "date" | "instant";

type TypedProps<T extends FieldValues> = FieldProps<T> & {
  kind: Kind;
  at: EntryFormats;
  /** Converts between the form's value and the entry's: minor units, number, `YYYY-MM-DD`. */
  toEntry: (value: unknown) => string | number | null;
  fromEntry: (value: string | number) => unknown;
  placeholder?: string | undefined;
  before?: ReactNode;
  after?: ReactNode;
};

/**
 * A field whose text is parsed to a value. Text that cannot be parsed goes into the form unchanged, where the schema
 * rejects it.
 */
function TypedField<T extends FieldValues>(props: TypedProps<T>) {
  const { name, kind, at, toEntry, fromEntry, label, hint, optional, action, size, disabled, className } = props;
  const { id, field, error, describedBy } = useField<T>(name, disabled);
  const textOf = (value: unknown) => entryText(kind, toEntry(value), at);
  const [text, setText] = useState(() => textOf(field.value));
  const [seen, setSeen] = useState<unknown>(field.value);
  // Stays after the field is left: if the line disappeared, it would move the next click target.
  const [typed, setTyped] = useState(false);
  // The form was reset or filled from outside: its value is not the last typed one.
  if (field.value !== seen) {
    setSeen(field.value);
    setText(textOf(field.value));
    setTyped(false);
  }

  const [now] = useState(() => new Date());
  const parsed = parseFieldEntry(kind, text, at)[0];
  const means = text.trim() === "" ? null : parsed;

  function readValue(next: string) {
    const meaning = parseFieldEntry(kind, next, at)[0];
    if (meaning === undefined) return next;
    return meaning.value === null ? null : fromEntry(meaning.value as string | number);
  }

  function change(next: string) {
    const value = readValue(next);
    setText(next);
    setSeen(value);
    setTyped(true);
    field.onChange(value);
  }

  const problem = error !== undefined && means === undefined ? entryProblem(kind, text, at) : error;
  const inWords = kind === "date" || kind === "instant" || kind === "duration";
  const line = typed && inWords && means ? means.label : hint;
  return (
    <FieldFrame {...{ id, label, optional, action, className }} hint={line} error={problem}>
      <Input
        ref={field.ref}
        id={id}
        name={field.name}
        size={size}
        disabled={disabled}
        invalid={problem !== undefined}
        inputMode={inWords ? "text" : "decimal"}
        autoComplete="off"
        placeholder={props.placeholder}
        aria-describedby={describedBy(line)}
        before={props.before}
        after={kind === "instant" ? zoneOf(means?.value ?? now, at) : props.after}
        value={text}
        onChange={(event) => change(event.target.value)}
        onBlur={() => {
          if (means) setText(entryText(kind, means.value as string | number, at));
          field.onBlur();
        }}
      />
    </FieldFrame>
  );
}

/** The abbreviation of the time zone on the typed day, or today: it differs in summer. */
const zoneOf = (moment: unknown, { locale, timeZone }: EntryFormats) =>
  zoneText(new Date(moment as string | Date), locale, timeZone);

export type NumberFieldProps<T extends FieldValues> = FieldProps<T> & {
  placeholder?: string | undefined;
  /** "days", "%" */
  unit?: string | undefined;
};

/** A field for a number in the workspace's format; the form holds a number, or null. */
export function NumberField<T extends FieldValues = FieldValues>({ unit, ...props }: NumberFieldProps<T>) {
  const at = useListLocale();
  return (
    <TypedField<T>
      {...props}
      kind={unit === "%" ? "percent" : "number"}
      at={at}
      after={unit}
      toEntry={(value) => (typeof value === "number" ? value : null)}
      fromEntry={(value) => value}
    />
  );
}

export type MoneyFieldProps<T extends FieldValues> = FieldProps<T> & {
  /** ISO code; the workspace's unless the value has its own. */
  currency?: string | undefined;
  placeholder?: string | undefined;
};

type Money = { amount: number; currency: string };

function isMoney(value: unknown): value is Money {
  return typeof value === "object" && value !== null && "amount" in value && typeof value.amount === "number";
}

/** A field for an amount typed as a decimal; the form holds `{ amount, currency }` in whole minor units, or null. */
export function MoneyField<T extends FieldValues = FieldValues>({ currency, ...props }: MoneyFieldProps<T>) {
  const locale = useListLocale();
  const code = currency ?? locale.currency;
  return (
    <TypedField<T>
      {...props}
      key={code}
      kind="money"
      at={{ ...locale, entryCurrency: code }}
      before={code}
      toEntry={(value) => (isMoney(value) ? value.amount : null)}
      fromEntry={(amount) => ({ amount: Number(amount), currency: code })}
    />
  );
}

/** A field for a duration such as "1h 30m"; the form holds minutes, or null. The parsed value is shown below. */
export function DurationField<T extends FieldValues = FieldValues>({
  duration,
  ...props
}: FieldProps<T> & { placeholder?: string | undefined; duration: DurationLimits }) {
  const locale = useListLocale();
  return (
    <TypedField<T>
      {...props}
      kind="duration"
      at={{ ...locale, duration }}
      toEntry={(value) => (typeof value === "number" ? value : null)}
      fromEntry={(value) => value}
    />
  );
}

type TimeFieldProps<T extends FieldValues> = FieldProps<T> & { placeholder?: string | undefined };

/** `isTime` says whether a text that the form holds is a date or an instant. */
function TimeField<T extends FieldValues>({
  isTime,
  ...props
}: TimeFieldProps<T> & { kind: "date" | "instant"; isTime: (text: string) => boolean }) {
  const at = useListLocale();
  return (
    <TypedField<T>
      {...props}
      at={at}
      toEntry={(value) => (typeof value === "string" && isTime(value) ? value : null)}
      fromEntry={(value) => value}
    />
  );
}

/**
 * A field for a date, also in everyday words ("next friday"); the form holds `YYYY-MM-DD`, or null. The parsed date is
 * shown below.
 */
export const DateField = <T extends FieldValues = FieldValues>(props: TimeFieldProps<T>) => (
  <TimeField<T> {...props} kind="date" isTime={(text) => /^\d{4}-\d{2}-\d{2}/.test(text)} />
);

/**
 * A field for a date and time in the reader's time zone; the form holds ISO 8601, or null. The parsed value is shown
 * below.
 */
export const InstantField = <T extends FieldValues = FieldValues>(props: TimeFieldProps<T>) => (
  <TimeField<T> {...props} kind="instant" isTime={(text) => !Number.isNaN(Date.parse(text))} />
);
