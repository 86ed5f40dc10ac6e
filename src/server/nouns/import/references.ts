import "server-only";
import { type Field, type FieldOf, isReference } from "@/lib/fields/field";
import { linkColumns } from "@/lib/fields/links";
import { idsIn } from "@/lib/fields/members";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx } from "../../context.ts";
import { Prisma } from "../../db/generated/client.ts";
import { rowsByKey } from "../../db/rows-by-key.ts";
import { tenantSql } from "../../db/tenant-db.ts";
import { storedRulesOf } from "../../fields/kinds.ts";
import { canSeeLink } from "../../fields/links.ts";
import { ownedOf, ownedSql } from "../../owned-of.ts";
import type { OwnedRow } from "../../scope.ts";
import type { Refusal } from "../rule.ts";
import { snakeCase } from "../snake-case.ts";
import { type ImportContext, isImportable, labelInSentence } from "./import-context.ts";
import type { Cells, ReferencedRecord, References } from "./rules.ts";

/**
 * The records that rows point to and that the actor sees: one statement for each field and kind of linked record. Nothing is held: a preview
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
    if (!isImportable(field) || links.some((link) => link.field === name)) continue;
    if (field.kind === "links") {
      for (const { key, entity } of linkColumns(name, (field as FieldOf<"links">).to))
        found.set(key, await linkable(ctx, entity, idsGiven(rows.map((row) => row[key]))));
      continue;
    }
    if (!isReference(field) && field.kind !== "members") continue;
    const given = [...rows.map((row) => row[name]), name === "owner" ? ownerId : null];
    found.set(name, await pointed(ctx, runtime.targets[name], name, field, given));
  }
  return found;
}

const idsGiven = (given: readonly unknown[]): string[] => [
  ...new Set(given.flatMap((one) => (typeof one === "string" ? idsIn(one) : []))),
];

/** The records of a kind that links may lead to: those that the actor sees. */
async function linkable(
  ctx: Ctx,
  entity: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReferencedRecord>> {
  const head = nounOf(entity);
  if (!head || ids.length === 0) return new Map();
  const rows = await tenantSql<ReferencedRecord & OwnedRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select t.id, t.name, ${ownedSql(entity, "t")} from ${rowsByKey(ctx, head.table, "id", ids, "uuid")}`,
  );
  return new Map(rows.filter((row) => canSeeLink(ctx, { ...row, entity })).map((row) => [row.id, row]));
}

async function pointed(
  ctx: Ctx,
  scope: ImportContext["runtime"]["scope"] | undefined,
  name: string,
  field: Field,
  given: readonly unknown[],
): Promise<ReadonlyMap<string, ReferencedRecord>> {
  const ids = idsGiven(given);
  const { referenceTarget, listedTarget } = storedRulesOf(field);
  const target = referenceTarget?.(name, field) ?? listedTarget?.(name, field);
  if (ids.length === 0 || !target) return new Map();
  const columns = target.columns.map((column) => `, t.${snakeCase(column)} as "${column}"`).join("");
  const rows = await tenantSql<ReferencedRecord>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select t.id ${Prisma.raw(columns)} from ${rowsByKey(ctx, target.table, "id", ids, "uuid")}`,
  );
  const known = rows.map((row) => ({ ...row, owned: ownedOf("to" in field ? String(field.to) : "", { ...row }) }));
  const seen = known.filter(
    (row) => row.status !== "removed" && (field.kind === "members" || scope?.sees(ctx, row.owned)),
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
