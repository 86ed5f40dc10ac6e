import "@/registry/register";
import { expect, test } from "vitest";
import { operations } from "@/registry/operations";
import type { AnyOperation } from "@/server/operation";
import { adminQuery } from "./db";
import { smallTables } from "./plan-exemptions";

// The catalogue alone says this of every change; `plans.deep.db.test.ts` reads the plans of all lists.

/** The lists that can be sorted, by the operation that reads them, of tables that grow large; a board has orders of its own. */
const lists = Object.entries(operations as unknown as Record<string, AnyOperation>).flatMap(([name, operation]) => {
  if (operation.realm !== "tenant") return [];
  const { list, order } = operation;
  const isSorted = "sort" in (operation.input as unknown as { shape: object }).shape;
  return list && !order && isSorted && !smallTables.has(list.table.name) ? [[name, list] as const] : [];
});

/** The columns by which an index of all rows of the table puts those of a workspace in order. */
async function orderedColumns(table: string): Promise<Set<string>> {
  const rows = await adminQuery<{ name: string }>(
    `select second.attname as name from pg_index x
     join pg_attribute first on first.attrelid = x.indrelid and first.attnum = x.indkey[0]
     join pg_attribute second on second.attrelid = x.indrelid and second.attnum = x.indkey[1]
     where x.indrelid = $1::regclass and x.indpred is null and first.attname = 'tenant_id'`,
    [table],
  );
  return new Set(rows.map(({ name }) => name));
}

test("there are lists to sort", () => expect(lists.length).toBeGreaterThan(5));

test.each(lists)("%s: an index leads each order", async (_name, { table, fields }) => {
  const ordered = await orderedColumns(table.name);
  const sorted = Object.entries(fields).filter(([, { sortable }]) => sortable);
  const without = sorted.filter(([, { column }]) => !ordered.has(table.columns[column]?.name ?? column));
  expect(without.map(([field]) => field)).toEqual([]);
});
