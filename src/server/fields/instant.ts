import "server-only";
import { isoOf } from "../columns.ts";
import { cellInto, type StoredRules, singleColumnStorage } from "./kind.ts";

export const instantStored: StoredRules<"instant"> = {
  ...singleColumnStorage<"instant">("timestamptz", "instant"),
  write: (name, _field, value) => ({ [name]: value === null ? null : new Date(String(value)) }),
  fromFile: (name) => cellInto(name, name, (value) => new Date(String(value))),
  read: (name, _field, row) => isoOf(row[name] as Date | null),
};
