"use client";

import { type FormEvent, useState } from "react";
import { amountFormats, amountsInOrder, askedEntry, parseAmountEntry } from "@/components/data-table/amount-entry";
import type { ParsedEntry } from "@/components/data-table/data-column";
import { type EntryFormats, entryProblem, entryText, parseFieldEntry } from "@/components/data-table/field-entry";
import type { FilterField } from "@/components/data-table/filter-fields";
import { useListLocale } from "@/components/data-table/list-locale";
import { RelativeDates, typedRelativeDate } from "@/components/data-table/relative-dates";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { ListOperator } from "@/lib/list-filter";

type Typed = "text" | "money" | "number" | "duration" | "date";
type Value = string | number | (string | number)[];

function typedKind(kind: FilterField["kind"]): Typed {
  return kind === "money" || kind === "number" || kind === "duration" || kind === "date" ? kind : "text";
}

/** The two values of "between". */
const ends = ["From", "To"];

/** One typed value, or two for "between"; dates and amounts show the parsed value. */
export function EntryValue(props: {
  field: FilterField;
  op: ListOperator;
  values: readonly (string | number | boolean)[];
  onSave(value: Value): void;
  /** Gets the value of each text, undefined if it has none. */
  onRead?: ((value: unknown) => void) | undefined;
  /** The text of the button. */
  apply?: string;
}) {
  const { field, op, values, apply = "Apply filter" } = props;
  const at: EntryFormats = { ...useListLocale(), duration: field.duration };
  const kind = typedKind(field.kind);
  const two = op === "between";
  const [texts, setTexts] = useState(() =>
    [0, 1].map((index) => {
      const value = values[index];
      if (value === undefined || typeof value === "boolean") return "";
      return kind === "money" ? askedEntry(value, at) : entryText(kind, value, at);
    }),
  );
  const [tried, setTried] = useState(false);
  const shown = two ? [0, 1] : [0];
  const read = shown.map((index) => parseEntry(kind, texts[index] ?? "", at));
  const found = read.map((one) => one?.value).filter((v) => typeof v === "string" || typeof v === "number");
  const ordered = kind === "money" ? amountsInOrder(found, at) : inOrder(kind, found);

  function save(event: FormEvent): void {
    event.preventDefault();
    // React events bubble through the portal; the list below must not receive this one.
    event.stopPropagation();
    setTried(true);
    const [first] = ordered ?? [];
    if (!ordered || first === undefined || ordered.length < shown.length) return;
    props.onSave(two ? ordered : first);
  }
  return (
    <form onSubmit={save} className="flex flex-col gap-2 p-1">
      {shown.map((index) => {
        const one = read[index];
        const typed = (texts[index] ?? "").trim() !== "";
        const bad = typed ? one === undefined : tried;
        return (
          <div key={index}>
            <Input
              aria-label={two ? `${field.label} ${ends[index]?.toLowerCase()}` : field.label}
              placeholder={placeholder(kind, two, index)}
              value={texts[index] ?? ""}
              invalid={tried && bad}
              autoFocus={index === 0}
              inputMode={kind === "money" || kind === "number" ? "decimal" : "text"}
              onChange={({ target }) => {
                setTexts(texts.map((text, i) => (i === index ? target.value : text)));
                props.onRead?.(parseEntry(kind, target.value, at)?.value);
              }}
            />
            {typed &&
            one &&
            (kind === "date" || kind === "duration" || (kind === "money" && typeof one.value === "string")) ? (
              <p className="px-1 pt-1 text-muted text-sm">{one.label}</p>
            ) : null}
            {tried && bad ? (
              <p className="px-1 pt-1 text-danger text-sm">
                {typed && kind !== "text" ? problem(kind, texts[index] ?? "", at) : missing[kind]}
              </p>
            ) : null}
          </div>
        );
      })}
      {kind === "date" && !two ? <RelativeDates onPick={props.onSave} /> : null}
      {tried && !ordered ? <p className="px-1 text-danger text-sm">Use the same currency for both amounts.</p> : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" size="sm">
          {apply}
        </Button>
      </div>
    </form>
  );
}

function parseEntry(kind: Typed, text: string, at: EntryFormats): ParsedEntry | undefined {
  const relative = kind === "date" ? typedRelativeDate(text) : null;
  if (relative)
    return relative.problem ? undefined : { value: relative.value, label: "Counted from the current day each time" };
  return (kind === "money" ? parseAmountEntry(text, at) : parseFieldEntry(kind, text, at))[0];
}

function problem(kind: Exclude<Typed, "text">, text: string, at: EntryFormats): string {
  const relative = kind === "date" ? typedRelativeDate(text) : null;
  if (relative?.problem) return relative.problem;
  return entryProblem(kind, text, kind === "money" ? amountFormats(text, at) : at);
}

/** Dates as they were typed where one of them is relative: their order depends on the day. */
function inOrder(kind: Typed, values: (string | number)[]): (string | number)[] {
  if (kind === "date" && values.some((value) => typedRelativeDate(String(value)))) return values;
  return values.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
}

function placeholder(kind: Typed, two: boolean, index: number): string {
  if (kind === "date") return two && index === 1 ? "To, such as “end of month”" : "Date, such as “last 14 days”";
  if (kind === "text") return "Text";
  if (kind === "duration") return (two && ends[index]) || "Duration, such as 1h 30m";
  return (two && ends[index]) || "Amount";
}

const missing: Record<Typed, string> = {
  text: "Enter a text.",
  number: "Enter a number.",
  money: "Enter an amount.",
  duration: "Enter a duration, such as 1h 30m or 2d.",
  date: "Enter a date, such as Nov 30 or “end of month”.",
};
