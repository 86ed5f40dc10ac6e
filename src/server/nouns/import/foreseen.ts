import "server-only";
import type { ForeseenChange } from "@/lib/import-rows";
import { type Changes, changes } from "../../events.ts";
import type { ImportContext } from "./import-context.ts";
import type { BatchRecord, Columns } from "./rules.ts";

/** The changed values of a record that was there, with those that the noun keeps besides its columns. */
export function changeOf({ special }: ImportContext, { before, after, more }: BatchRecord): Changes<Columns> | null {
  if (before === null) return null;
  const own = changes(before, after);
  const added = special?.added(more) ?? {};
  const names = Object.keys(added);
  if (names.length === 0) return own;
  const none = Object.fromEntries(names.map((name) => [name, null]));
  return { before: { ...own?.before, ...none }, after: { ...own?.after, ...added } };
}

/** The changes of the records that were there before the import. */
export function changedOf(importing: ImportContext, records: readonly BatchRecord[]): ForeseenChange[] {
  const { entity } = importing.runtime.noun;
  return records.flatMap((one): ForeseenChange[] => {
    if (one.before === null || one.isNew) return [];
    const { before, after } = changeOf(importing, one) ?? { before: {}, after: {} };
    return [{ entity, id: one.id, line: one.line, before, after }];
  });
}
