import "server-only";
import type { Ctx } from "@/server/context";
import { importableColumns } from "../rules";
import { columnsWithMissingField, type FilePlan, lacksDecimalSign, missingFieldMessage } from "./plan-file";
import type { FileRow } from "./present-import";

/** The reasons why a file cannot be imported at all, in sentences; `impossible` are the needs that rows do not fill. */
export function blockersOf(
  ctx: Ctx,
  file: FileRow,
  plan: FilePlan | null,
  impossible: readonly { reason: string; all: boolean }[],
): string[] {
  if (!plan)
    return [
      `The columns of ${file.name} do not match any object that can be imported. Leave the file out, or choose its object.`,
    ];
  const { many } = plan.importer.catalog.label;
  const mapped = new Set(plan.columns.map((column) => column.field));
  const lacking = importableColumns(plan.importer.catalog).filter(
    ([field, column]) => column.required && !mapped.has(field),
  );
  if (!ctx.can(plan.importer.upsert.permission))
    return [`Your role is not allowed to import ${many}. Ask an owner or admin.`];
  const blockers = file.needsObject ? [`Confirm that ${file.name} contains ${many}, or choose another object.`] : [];
  // A required field without a column says so itself, just below.
  if (lacking.length === 0)
    for (const { reason } of impossible.filter(({ all }) => all))
      blockers.push(
        `No row can be imported. ${reason} Choose a column for one of these fields, or choose another object.`,
      );
  for (const [, column] of lacking) blockers.push(`Choose the column for the field ${column.label}.`);
  blockers.push(...columnsWithMissingField(ctx, file).map(missingFieldMessage));
  if (mapped.size === 0) blockers.push("Match at least one column to a field.");
  for (const column of plan.columns.filter(lacksDecimalSign))
    blockers.push(`Choose the decimal sign of ${column.header}: 1.234 can be a number between 1 and 2, or 1,234.`);
  return blockers;
}
