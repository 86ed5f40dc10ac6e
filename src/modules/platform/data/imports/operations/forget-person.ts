import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { addressesIn, namesPerson, namesPersonIn } from "@/server/personal/known";
import type { Person, PersonalPlace } from "@/server/personal/places";

/** Lines of one step. */
const atOnce = 5_000;
const noFile = "00000000-0000-0000-0000-000000000000";

const its = ({ tenant }: Ctx, alias = "r") => Prisma.sql`${Prisma.raw(alias)}.tenant_id = ${tenant.id}::uuid`;

/** The person's own record, and those that are linked to it. */
const recordsOn = (ctx: Ctx, { entity, id }: Person) => Prisma.sql`
  select ${entity} as entity, ${id}::uuid as id
  union select l.from_entity, l.from_id from record_links l where ${its(ctx, "l")} and l.to_id = ${id}::uuid`;

/** The rows of files from which those records came. */
const rowsOn = (ctx: Ctx, person: Person) => Prisma.sql`
  select i.file_id, i.line from (
    select tenant_id, entity, record_id, file_id, line from import_records
    union all select tenant_id, entity, record_id, file_id, line from import_changes
  ) i join (${recordsOn(ctx, person)}) o on o.entity = i.entity and o.id = i.record_id
  where ${its(ctx, "i")}`;

/** Rows of imported files, with what imports noted of the records that came from them. */
export const importedRows: PersonalPlace = {
  key: "importRows",
  read: (ctx, person) =>
    tenantSql(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select f.name as file, r.line, f.columns, r.cells, r.edits
        from (${rowsOn(ctx, person)}) o
        join import_rows r on ${its(ctx)} and r.file_id = o.file_id and r.line = o.line
        join import_files f on ${its(ctx, "f")} and f.id = o.file_id
        order by f.id, r.line`,
    ),
  async erase(ctx, person, after) {
    if (after === "") {
      await eraseOwn(ctx, person);
      return await fileAfter(ctx, noFile);
    }
    const [file = noFile, line = "0"] = after.split(" ");
    return await eraseNamed(ctx, person, file, Number(line));
  },
};

const nothing = Prisma.sql`edits = null, problems = null, merged = null, namesake = null`;

/** Empties the rows of the person's records, and those that became one record with them. */
async function eraseOwn(ctx: Ctx, person: Person): Promise<void> {
  const run = (sql: Prisma.Sql) => tenantSql(ctx.tenant.id, ctx.db, sql);
  await run(Prisma.sql`
    with own as (
      select r.file_id, r.line, r.same_key from (${rowsOn(ctx, person)}) o
      join import_rows r on ${its(ctx)} and r.file_id = o.file_id and r.line = o.line
    ), lines as (select file_id, line from own union select file_id, unnest(same_key) from own)
    update import_rows r set cells = array_fill(''::text, array[cardinality(r.cells)]), ${nothing}
    from lines l where ${its(ctx)} and r.file_id = l.file_id and r.line = l.line and cardinality(r.cells) > 0
    returning 1 as done`);
  await run(Prisma.sql`
    update import_records r set before = null, label = null, reason = null
    from (${recordsOn(ctx, person)}) o where ${its(ctx)} and r.entity = o.entity and r.record_id = o.id returning 1 as done`);
  await run(Prisma.sql`
    delete from import_changes r using (${recordsOn(ctx, person)}) o
    where ${its(ctx)} and r.entity = o.entity and r.record_id = o.id returning 1 as done`);
}

/**
 * Empties what else names the person in a file, after a line: whole rows of their own kind of record that have one of their
 * addresses, such as rows that were never imported, and single cells of others.
 */
async function eraseNamed(ctx: Ctx, person: Person, file: string, line: number): Promise<string | null> {
  const { known, entity } = person;
  const run = <T>(sql: Prisma.Sql) => tenantSql<T>(ctx.tenant.id, ctx.db, sql);
  const isOfFile = Prisma.sql`${its(ctx)} and r.file_id = ${file}::uuid and r.line > ${line}::int`;
  const cell = Prisma.sql`cell`;
  const [found] = await run<{ last: number | null }>(Prisma.sql`
    select max(line) as last from (
      select r.line from import_rows r where ${isOfFile} order by r.line limit ${atOnce}) part`);
  if (!found || found.last === null) return await fileAfter(ctx, file);
  const isTheirs = Prisma.sql`
    (select f.entity from import_files f where ${its(ctx, "f")} and f.id = r.file_id) = ${entity}
    and exists (select from unnest(r.cells) cell where ${namesPerson(addressesIn(known), cell)})`;
  await run(Prisma.sql`
    update import_rows r set ${nothing}, cells = array(
      select case when (${isTheirs}) or ${namesPerson(known, Prisma.sql`c.cell`)} then '' else c.cell end
      from unnest(r.cells) with ordinality as c(cell, place) order by place)
    where ${isOfFile} and r.line <= ${found.last}::int and (
      exists (select from unnest(r.cells) cell where ${namesPerson(known, cell)})
      or ${namesPersonIn(person, Prisma.sql`jsonb_build_array(r.edits, r.problems, r.merged, r.namesake)`)})
    returning 1 as done`);
  return `${file} ${found.last}`;
}

/** Where the next file begins; null after the last one. */
async function fileAfter(ctx: Ctx, file: string): Promise<string | null> {
  const next = await ctx.db.importFile.findFirst({
    where: { id: { gt: file } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return next && `${next.id} 0`;
}
