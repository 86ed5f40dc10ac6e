import "server-only";
import { isoOf } from "../columns.ts";
import { type StoredRules, singleColumnStorage } from "./kind.ts";

const secondMs = 1000;
const whole = (at: Date) => Math.floor(at.getTime() / secondMs) * secondMs;

export const instantStored: StoredRules<"instant"> = {
  ...singleColumnStorage<"instant">("timestamptz", "instant"),
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
