import "server-only";
import { maxLinks } from "@/lib/fields/links";
import { groupBy } from "@/lib/group-by";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx } from "../../context.ts";
import { Prisma } from "../../db/generated/client.ts";
import { rowsAsSet, type SetColumn } from "../../db/row-sets.ts";
import { tenantSql } from "../../db/tenant-db.ts";
import { Retry } from "../../execute.ts";
import type { StoredLink } from "../../fields/links.ts";
import { newId } from "../../new-id.ts";
import { linksIn } from "../links.ts";
import type { Refusal } from "../rule.ts";
import type { ImportContext } from "./import-context.ts";
import type { BatchRecord, Columns } from "./rules.ts";

type Held = StoredLink & { fromId: string; field: string };

/** The links of records as columns of theirs, by id; one statement, and none for a noun without links. */
export async function linksById(
  ctx: Ctx,
  { runtime }: ImportContext,
  ids: readonly string[],
): Promise<(id: string) => Columns> {
  const names = linksIn(runtime.noun.fields).map(([name]) => name);
  if (names.length === 0 || ids.length === 0) return () => ({});
  const found = await tenantSql<Held>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select l.from_id as "fromId", l.field, l.to_entity as entity, l.to_id as id, l.data from record_links l
      where l.tenant_id = ${ctx.tenant.id}::uuid and l.from_id = any(${[...ids]}::uuid[])
      order by l.position`,
  );
  const byRecord = groupBy(found, ({ fromId }) => fromId);
  return (id) =>
    Object.fromEntries(
      names.map((name) => {
        const own = (byRecord.get(id) ?? []).filter(({ field }) => field === name);
        return [name, own.map(({ entity, id: to, data }): StoredLink => ({ entity, id: to, data }))];
      }),
    );
}

/** The refusal of a record that would have more links than its field takes. */
export function refuseLinks({ runtime }: ImportContext, after: Columns): Refusal | null {
  for (const [name, { most = maxLinks }] of linksIn(runtime.noun.fields))
    if (linksOf(after, name).length > most) return { field: name, reason: `Link at most ${most} records.` };
  return null;
}

/**
 * Writes the links of records that rows changed; a revert takes away those that the import added. A few statements for
 * each field. Links to records that do not exist any more are left out: a run begins its batch again for them.
 */
export async function writeImportedLinks(
  ctx: Ctx,
  { runtime }: ImportContext,
  records: readonly BatchRecord[],
  by: "run" | "preview" | "revert",
): Promise<void> {
  const { entity, fields } = runtime.noun;
  for (const [name] of linksIn(fields)) {
    const changed = records.filter(({ before, after }) => linksOf(after, name) !== linksOf(before ?? {}, name));
    await removeLinks(ctx, name, changed);
    const links = changed.flatMap(({ id, after }) =>
      linksOf(after, name).map((link, position): Written => ({ ...link, fromId: id, position })),
    );
    for (const [kind, some] of groupBy(links, (link) => link.entity)) {
      const written = await insertLinks(ctx, { entity, field: name, kind, hold: by !== "preview" }, some);
      // Somebody deleted one of them since the batch looked it up.
      if (by === "run" && written < some.length) throw new Retry();
    }
  }
}

const none: readonly StoredLink[] = [];
const linksOf = (columns: Columns, name: string): readonly StoredLink[] =>
  (columns[name] as readonly StoredLink[] | undefined) ?? none;

async function removeLinks(ctx: Ctx, name: string, records: readonly BatchRecord[]): Promise<void> {
  const ids = records.flatMap(({ id, before }) => (before ? [id] : []));
  if (ids.length > 0) await ctx.db.recordLink.deleteMany({ where: { fromId: { in: ids }, field: name } });
}

type Written = StoredLink & { fromId: string; position: number };

interface Target {
  /** The kind of record that the links come from, and the field. */
  entity: string;
  field: string;
  /** The kind of record that they lead to. */
  kind: string;
  /** Whether nobody can delete those records before the transaction ends; a preview lasts too long for it. */
  hold: boolean;
}

async function insertLinks(
  ctx: Ctx,
  { entity, field, kind, hold }: Target,
  links: readonly Written[],
): Promise<number> {
  const columns: SetColumn<Written>[] = [
    { column: "id", type: "uuid", value: () => newId() },
    { column: "from_id", type: "uuid", value: ({ fromId }) => fromId },
    { column: "to_id", type: "uuid", value: ({ id }) => id },
    { column: "position", type: "int", value: ({ position }) => position },
    { column: "data", type: "jsonb", value: ({ data }) => data },
  ];
  const table = Prisma.raw(nounOf(kind)?.table ?? "");
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      insert into record_links (tenant_id, from_entity, field, to_entity, id, from_id, to_id, position, data)
      select ${ctx.tenant.id}::uuid, ${entity}, ${field}, ${kind}, r.id, r.from_id, r.to_id, r.position, r.data
      from ${rowsAsSet(columns, links)}
      cross join lateral (
        select x.id from ${table} x where x.tenant_id = ${ctx.tenant.id}::uuid and x.id = r.to_id
        limit 1 ${hold ? Prisma.sql`for key share` : Prisma.empty}
      ) as there
      returning id`,
  );
  return rows.length;
}
