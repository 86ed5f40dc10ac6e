import "server-only";
import { type Entry, isEntriesField } from "@/lib/fields/entries";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { rowsByEntry, rowsByKey } from "../db/rows-by-key.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { entryKey } from "../fields/entries.ts";
import { oneAtATime } from "../import-lock.ts";
import { readable } from "../readable.ts";
import { whereSql } from "../where-sql.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { visibleOf } from "./scope.ts";

/** A record that was found by what an input says of it, at its version of now. */
export interface Known {
  id: string;
  name: string;
  version: number;
}

type Found = Pick<NounRuntime, "noun" | "table">;

/** The id that a record has in another product. */
interface ExternalId {
  externalId: string;
  externalSource: string;
}

/** The record with this external id, archived or not, if the actor may see it: one product gives an id once. */
export async function byExternalId(
  ctx: Ctx,
  runtime: Found,
  { externalId, externalSource }: ExternalId,
): Promise<Known[]> {
  const { table } = runtime.noun.head;
  return await seen(ctx, runtime, {
    from: rowsByKey(ctx, table, "external_id", [externalId]),
    where: Prisma.sql`t.external_source = ${externalSource}`,
  });
}

/** The field of a noun whose values are e-mail addresses that identify a record; null if it has none. */
export function emailKeyOf({ catalog, fields }: NounRuntime["noun"]): string | null {
  const alone = catalog.naturalKeys.flatMap((names) => (names.length === 1 ? names : []));
  return alone.find((name) => fields[name]?.kind === "emails") ?? null;
}

/** The keys by which values of a field are compared: "Ann@Acme.example" is "ann@acme.example". */
export function entryKeysOf({ fields }: NounRuntime["noun"], name: string, value: unknown): string[] {
  const field = fields[name];
  if (!field || !isEntriesField(field) || !Array.isArray(value)) return [];
  return [...new Set((value as Entry[]).map((entry) => entryKey(field, entry.value)))].sort();
}

/** The records in use that share one of these keys in a field of several values, as far as the actor may see them. */
export async function byEntries(
  ctx: Ctx,
  runtime: Found,
  { field, keys }: { field: string; keys: readonly string[] },
): Promise<Known[]> {
  const { head, entity } = runtime.noun;
  // The values of a field that the actor may not read find nothing.
  if (!readable(ctx, entity).has(field)) return [];
  return await seen(ctx, runtime, {
    from: rowsByEntry(ctx, { table: head.table, entity, field }, keys),
    where: Prisma.sql`t.archived_at is null`,
  });
}

/** Two are enough to know that there are several. */
const enough = 2;

/** The oldest first: the answer is the same each time. */
async function seen(
  ctx: Ctx,
  { noun, table }: Found,
  { from, where }: { from: Prisma.Sql; where: Prisma.Sql },
): Promise<Known[]> {
  const visible = whereSql(table.list.table, visibleOf(ctx, noun));
  return await tenantSql<Known>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select distinct t.id, t.name, t.version from ${from} ${table.rows.joins}
      where ${where} and ${visible} order by t.id limit ${enough}`,
  );
}

/**
 * Makes writes that look for a record by these keys wait for each other until the transaction ends: two at once would both
 * find none, and both create one. The order of the keys is always the same, so that none waits in a circle.
 */
export async function oneWithEach(ctx: Ctx, { entity }: NounRuntime["noun"], keys: readonly string[]): Promise<void> {
  for (const key of [...new Set(keys)].sort()) await oneAtATime(ctx, `record ${entity}`, key);
}

/** The version of a record, which nobody changes until the transaction ends. */
export async function heldVersion(ctx: Ctx, { head }: NounRuntime["noun"], { id, version }: Known): Promise<number> {
  const [row] = await tenantSql<{ version: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select version from ${Prisma.raw(head.table)}
      where tenant_id = ${ctx.tenant.id}::uuid and id = ${id}::uuid for update`,
  );
  return row?.version ?? version;
}
