import "server-only";
import { inOrder, valuesIn } from "@/lib/fields/choices";
import { cellInto, type StoredRules } from "./kind.ts";

/** A JSON column with the values in the order of the options. A value whose option no longer exists is ignored. */
export const choicesStored: StoredRules<"choices"> = {
  columns: (name) => ({ [name]: { type: "jsonb" } }),
  write: (name, { options }, value) => ({ [name]: inOrder(options, value as string[] | null) }),
  fromFile: (name, { options }) => cellInto(name, name, (cell) => inOrder(options, valuesIn(String(cell)))),
  read: (name, { options }, row) => inOrder(options, row[name] as string[] | null | undefined),
  list: (name, { options }) => ({
    kind: "choices",
    column: name,
    choices: options.map(({ value }) => value),
    nullable: true,
  }),
};
