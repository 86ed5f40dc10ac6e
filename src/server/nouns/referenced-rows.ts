import "server-only";
import type { Field } from "@/lib/fields/field";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { rowsByKey } from "../db/rows-by-key.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { ReferenceTarget, Row } from "../fields/kind.ts";
import { storedRulesOf } from "../fields/kinds.ts";
import { namedRows } from "../fields/members.ts";
import { keysOfColumn } from "../list-compare.ts";
import type { SqlTable } from "../sql-table.ts";
import { snakeCase } from "./snake-case.ts";

/** Adds the records that custom fields point to, by field name; one statement per field. */
export async function joinReferenced<S extends Row>(
  ctx: Ctx,
  rows: readonly S[],
  pointers: readonly [string, ReferenceTarget][],
): Promise<S[]> {
  const found = await Promise.all(pointers.map(async ([, to]) => await referencedRows(ctx, to, rows)));
  return rows.map((row) => {
    const theirs = pointers.map(([name, { key }], place) => [name, found[place]?.get(String(row[key])) ?? null]);
    return { ...row, ...Object.fromEntries(theirs) };
  });
}

/** Adds the records that fields list by id; one statement for each field that lists some. */
export async function joinListed<S extends Row>(
  ctx: Ctx,
  rows: readonly S[],
  listed: readonly [string, ReferenceTarget][],
): Promise<S[]> {
  if (listed.length === 0) return [...rows];
  const found = await Promise.all(
    listed.map(async ([name, to]) => [namedRows(name), await referencedRows(ctx, to, rows)] as const),
  );
  return rows.map((row) => ({ ...row, ...Object.fromEntries(found) }));
}

async function referencedRows(
  ctx: Ctx,
  { key, table, columns }: ReferenceTarget,
  rows: readonly Row[],
): Promise<Map<string, Row>> {
  const ids = rows.flatMap((row) => [row[key] ?? []].flat().map(String));
  if (ids.length === 0) return new Map();
  const selected = Prisma.raw(columns.map((column) => `t.${snakeCase(column)} as "${column}"`).join(", "));
  const found = await tenantSql<Row & { id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select t.id, ${selected} from ${rowsByKey(ctx, table, "id", ids, "uuid")}`,
  );
  return new Map(found.map((row) => [row.id, row]));
}

/** The records that fields list, by the names of those fields. */
export const listedTargetsOf = (fields: readonly [string, Field][]): [string, ReferenceTarget][] =>
  fields.flatMap(([name, field]): [string, ReferenceTarget][] => {
    const target = storedRulesOf(field).listedTarget?.(name, field);
    return target ? [[name, target]] : [];
  });

/** The child tables with the keys of fields that list several records. */
export const keyTables = (entity: string, fields: readonly [string, Field][]): NonNullable<SqlTable["children"]> => {
  const columns = Object.fromEntries(["entity", "field", "key"].map((name) => [name, { name, type: "text" as const }]));
  return Object.fromEntries(
    fields
      .filter(([, { kind }]) => kind === "members")
      .map(([name]) => [
        keysOfColumn(name),
        { table: "record_keys", key: "record_id", columns, only: { entity, field: name } },
      ]),
  );
};
