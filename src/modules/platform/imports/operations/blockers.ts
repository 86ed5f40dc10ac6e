import "server-only";
import type { Ctx } from "@/server/context";
import { importableColumns, unknownObject } from "../rules";
import { type FilePlan, lacksDecimalSign, lostColumns, lostReason } from "./plan-file";
import type { FileRow } from "./present-import";

/** The reasons why a file cannot be imported at all, in sentences; `impossible` are needs that no row fills. */
export function blockersOf(
  ctx: Ctx,
  file: FileRow,
  plan: FilePlan | null,
  impossible: readonly { reason: string }[],
): string[] {
  if (!plan) {
    const unknown = unknownObject(file.name, file.columns);
    return [
      unknown === null
        ? `No column of ${file.name} looks like records that can be imported. Leave the file out, or choose its object.`
        : `${file.name} seems to hold ${unknown}, which cannot be imported yet. Leave the file out, or choose another object.`,
    ];
  }
  const { many } = plan.importer.catalog.label;
  const mapped = new Set(plan.columns.map((column) => column.field));
  const lacking = importableColumns(plan.importer.catalog).filter(
    ([field, column]) => column.required && !mapped.has(field),
  );
  if (!ctx.can(plan.importer.upsert.permission)) return [`Your role may not import ${many}. Ask an owner or admin.`];
  const blockers = file.needsObject ? [`Confirm that ${file.name} holds ${many}, or choose another object.`] : [];
  // A required field without a column says so itself, just below.
  if (lacking.length === 0)
    for (const { reason } of impossible)
      blockers.push(`No row can be imported. ${reason} Choose columns for that, or another object.`);
  for (const [, column] of lacking) blockers.push(`Choose the column that holds the field ${column.label}.`);
  blockers.push(...lostColumns(ctx, file).map(lostReason));
  if (mapped.size === 0) blockers.push("Match at least one column to a field.");
  for (const column of plan.columns.filter(lacksDecimalSign))
    blockers.push(
      `Choose how the numbers of ${column.header} are written: 1.234 can mean about one, or more than a thousand.`,
    );
  return blockers;
}
