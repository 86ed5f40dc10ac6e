import type { BulkChange } from "./bulk-changes";
import { nestCustom, valueIn } from "./fields/custom";
import { type Field, type FieldOf, type Fields, inputName } from "./fields/field";
import type { PatchOf, RecordOf } from "./fields/record";
import { hasStates } from "./fields/states";
import { inversePatch } from "./nouns/patch";
import { clockOf, dayLater, localDay, momentOfClock } from "./working-time";
import type { Money } from "./zod";

/** A change of a field. */
export type FieldChange = Extract<BulkChange, { field: string }>;
export type FieldChangeType = FieldChange["type"];

/** The input of an edit that a change makes to one record, with the input that undoes it; or why it makes none. */
type PlannedChange = { patch: Record<string, unknown>; before: Record<string, unknown> | null } | { skip: string };

const counts: readonly string[] = ["integer", "number", "percent", "duration", "money"];
const lists: readonly string[] = ["choices", "members"];
const times: readonly string[] = ["date", "instant"];

/** The changes of many records that a field allows, the usual one first; none where people do not edit it in a form. */
export function changesOf(field: Field): FieldChangeType[] {
  if (field.computed || field.kind === "links" || hasStates(field)) return [];
  const { kind } = field;
  const isNeeded = field.required || field.requiredForNew === true;
  return [
    "set",
    ...(lists.includes(kind) ? (["add", "remove"] as const) : []),
    ...(times.includes(kind) ? (["shift"] as const) : []),
    ...(counts.includes(kind) ? (["percent"] as const) : []),
    ...(isNeeded ? [] : (["clear"] as const)),
  ];
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
const already = { skip: "It already has this value." } as const;

/** The edit of one record. `zone` is the time zone of the member who makes it. */
export function plannedChange(
  fields: Fields,
  change: FieldChange,
  record: RecordOf<Fields>,
  zone: string,
): PlannedChange {
  const field = fields[change.field];
  if (!field) return { skip: "This field no longer exists." };
  const key = inputName(change.field, field);
  const before = inversePatch(fields, record, nestCustom({ [key]: null }) as PatchOf<Fields>);
  const now = before === null ? undefined : valueIn(before, key);
  const next = nextValue(field, change, now, zone);
  if ("skip" in next) return next;
  if (before !== null && same(now, next.value)) return already;
  return { patch: nestCustom({ [key]: next.value }), before };
}

function nextValue(
  field: Field,
  change: FieldChange,
  now: unknown,
  zone: string,
): { value: unknown } | { skip: string } {
  const isEmpty = (now ?? null) === null;
  if (change.type === "set") return { value: change.value ?? null };
  if (change.type === "clear") return isEmpty ? { skip: "It is already empty." } : { value: null };
  if (change.type === "add") return { value: withValues(field, now, change.values) };
  if (isEmpty) return change.type === "remove" ? already : { skip: "It has no value to change." };
  if (change.type === "remove") {
    const left = (now as readonly string[]).filter((one) => !change.values.includes(one));
    return { value: left.length > 0 ? left : null };
  }
  if (change.type === "shift") return { value: shifted(field, String(now), change.days, zone) };
  return { value: raised(field, now, change.percent) };
}

/** The values in the order in which the record keeps them: that of the options for choices. */
function withValues(field: Field, now: unknown, added: readonly string[]): string[] {
  const all = [...new Set([...((now ?? []) as readonly string[]), ...added])];
  const { options } = field as Partial<FieldOf<"choices">>;
  if (!options) return all;
  const place = (value: string) => options.findIndex((option) => option.value === value);
  return all.toSorted((one, other) => place(one) - place(other));
}

function shifted({ kind }: Field, now: string, days: number, zone: string): string {
  if (kind === "date") return dayLater(now, days);
  const at = new Date(now);
  const [hours = 0, minutes = 0] = clockOf(at, zone).slice("YYYY-MM-DD ".length).split(":").map(Number);
  const moved = momentOfClock(dayLater(localDay(at, zone), days), hours * 60 + minutes, zone);
  return new Date(moved.getTime() + (at.getTime() % 60_000)).toISOString();
}

function raised(field: Field, now: unknown, percent: number): number | Money {
  if (field.kind === "money") {
    const { amount, currency } = now as Money;
    return { amount: grown(amount, percent, 0), currency };
  }
  const { decimals = 2 } = field as Partial<FieldOf<"number">>;
  return grown(Number(now), percent, field.kind === "number" ? decimals : 0);
}

/** Rounded half away from zero, as amounts are. */
function grown(value: number, percent: number, decimals: number): number {
  const exact = Number(((Math.abs(value) * (100 + percent)) / 100).toPrecision(15));
  const rounded = Number(`${Math.round(Number(`${exact}e${decimals}`))}e-${decimals}`);
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}
