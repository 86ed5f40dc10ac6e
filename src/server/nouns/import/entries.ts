import "server-only";
import { isEntriesField, maxEntries } from "@/lib/fields/entries";
import type { Field } from "@/lib/fields/field";
import type { Refusal } from "../rule.ts";
import type { ImportContext } from "./import-context.ts";
import type { Columns } from "./rules.ts";

/** The refusal of a record that would have more addresses or telephone numbers than its field takes: none is dropped. */
export function refuseEntries({ runtime }: Pick<ImportContext, "runtime">, after: Columns): Refusal | null {
  for (const [name, field] of Object.entries<Field>(runtime.noun.fields)) {
    const entries = isEntriesField(field) ? after[name] : null;
    if (Array.isArray(entries) && entries.length > maxEntries)
      return {
        field: name,
        reason: `The record would have more than ${maxEntries} values in ${field.label}. Remove some of them.`,
      };
  }
  return null;
}
