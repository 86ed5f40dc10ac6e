import "server-only";
import { dateOf, dayOf } from "../columns.ts";
import { cellInto, type StoredRules, singleColumnStorage } from "./kind.ts";

export const dateStored: StoredRules<"date"> = {
  ...singleColumnStorage<"date">("date", "day"),
  write: (name, _field, value) => ({ [name]: dateOf(value as string | null) }),
  fromFile: (name) => cellInto(name, name, (value) => dateOf(String(value))),
  read: (name, _field, row) => dayOf(row[name] as Date | null),
};
