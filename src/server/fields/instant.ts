import "server-only";
import type { FieldOf } from "@/lib/fields/field";
import { isoOf } from "../columns.ts";
import type { ListField } from "../list-definition.ts";
import { listField, type StoredRules, singleColumnStorage } from "./kind.ts";

const secondMs = 1000;
const whole = (at: Date) => Math.floor(at.getTime() / secondMs) * secondMs;

function dayOnlyOf({ noonOf }: FieldOf<"instant">): Pick<ListField, "dayOnly"> {
  if (!noonOf) return {};
  const rows = { NOT: { [noonOf.day]: null }, ...Object.fromEntries(noonOf.unless.map((name) => [name, null])) };
  return { dayOnly: () => rows };
}

export const instantStored: StoredRules<"instant"> = {
  ...singleColumnStorage<"instant">("timestamptz", "instant"),
  list: (name, field) => ({ ...listField(field, "instant", name), ...dayOnlyOf(field) }),
  write: (name, _field, value) => ({ [name]: value === null ? null : new Date(String(value)) }),
  fromFile: (name) => (columns, row) => {
    const given = row[name] ?? null;
    if (given === null) return;
    const [at, known] = [new Date(String(given)), columns[name] as Date | null];
    // Sheets hold whole seconds: the same one takes no part of a second away.
    if (known === null || at.getTime() !== whole(known)) columns[name] = at;
  },
  read: (name, _field, row) => isoOf(row[name] as Date | null),
};
