import "server-only";
import type { Field } from "@/lib/fields/field";
import { isReference } from "@/lib/fields/field";
import { idsIn } from "@/lib/fields/members";
import type { Ctx } from "../../context.ts";
import { Prisma } from "../../db/generated/client.ts";
import { rowsByKey } from "../../db/rows-by-key.ts";
import { tenantSql } from "../../db/tenant-db.ts";
import { storedRulesOf } from "../../fields/kinds.ts";
import type { Refusal } from "../rule.ts";
import { snakeCase } from "../snake-case.ts";
import { type ImportContext, isImportable, labelInSentence } from "./import-context.ts";
import type { Cells, ReferencedRecord, References } from "./rules.ts";

/**
 * The records that rows point to and that the actor sees: one statement for each field. Nothing is held: a preview
 * lasts long, and in a run the database refuses what is gone at its end.
 */
export async function referencesOf(
  ctx: Ctx,
  { runtime, links }: ImportContext,
  rows: readonly Cells[],
  ownerId: string | null,
): Promise<References> {
  const found = new Map<string, ReadonlyMap<string, ReferencedRecord>>();
  for (const [name, field] of Object.entries<Field>(runtime.noun.fields)) {
    if (
      !(isReference(field) || field.kind === "members") ||
      !isImportable(field) ||
      links.some((link) => link.field === name)
    )
      continue;
    const given = [...rows.map((row) => row[name]), name === "owner" ? ownerId : null];
    found.set(name, await pointed(ctx, runtime.targets[name], name, field, given));
  }
  return found;
}

async function pointed(
  ctx: Ctx,
  scope: ImportContext["runtime"]["scope"] | undefined,
  name: string,
  field: Field,
  given: readonly unknown[],
): Promise<ReadonlyMap<string, ReferencedRecord>> {
  const ids = [...new Set(given.flatMap((one) => (typeof one === "string" ? idsIn(one) : [])))];
  const { referenceTarget, listedTarget } = storedRulesOf(field);
  const target = referenceTarget?.(name, field) ?? listedTarget?.(name, field);
  if (ids.length === 0 || !target) return new Map();
  const columns = target.columns.map((column) => `, t.${snakeCase(column)} as "${column}"`).join("");
  const rows = await tenantSql<ReferencedRecord>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select t.id ${Prisma.raw(columns)} from ${rowsByKey(ctx, target.table, "id", ids, "uuid")}`,
  );
  const seen = rows.filter(
    (row) =>
      row.status !== "removed" && (field.kind === "members" || scope?.sees(ctx, { ownerId: row.ownerId ?? null })),
  );
  return new Map(seen.map((row) => [row.id, row]));
}

/** The refusal of a row that points to a record which is gone, or which the actor does not see. */
export function missingReference({ runtime }: ImportContext, references: References, row: Cells): Refusal | null {
  for (const [field, records] of references) {
    const cell = row[field];
    if (cell !== undefined && idsIn(String(cell)).some((id) => !records.has(id))) return missingValue(runtime, field);
  }
  return null;
}

/** The refusal of a field that points to a deleted record. */
export const missingValue = (runtime: ImportContext["runtime"], field: string): Refusal => ({
  field,
  reason: `${runtime.noun.fields[field]?.kind === "members" ? "One of the" : "The"} ${labelInSentence({ noun: runtime.noun }, field)} no longer exists.`,
});
