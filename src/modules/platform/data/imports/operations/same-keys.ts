import "server-only";
import { groupBy } from "@/lib/group-by";
import type { TenantData } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { isRecordId } from "../rules";
import { cellText } from "./distinct-values";
import { namesakesIn } from "./namesakes";
import type { FilePlan } from "./plan-file";

// Where more rows than that share a text it is hardly a key, and all of them would have to be read at once.
const maxRows = 20;
/** An opportunity stands in a row for each of its contacts. */
const maxMixedRows = 1000;

/**
 * Notes at the rows of a file which others have the same text in their natural key: they go in with the last of them, so
 * that a file which says two things of one record changes nothing when it comes again. How many rows go in with another.
 */
export async function markSameKeys(data: TenantData, plan: FilePlan): Promise<number> {
  const { file, importer, columns, keys: filled } = plan;
  const tenant = data.tenant.id;
  const ofFile = Prisma.sql`tenant_id = ${tenant}::uuid and file_id = ${file.id}::uuid`;
  await tenantRows(data)`update import_rows set same_key = null, merged = null, namesake = null
    where ${ofFile} and (same_key is not null or merged is not null or namesake is not null) returning 1 as done`;
  const isName = (field: string) => importer.names.includes(field) && !isRecordId(field);
  const texts = new Map(
    [...groupBy(columns, ({ field }) => field)].map(([field, of]) => [
      field,
      firstFilled(of.map(({ column }) => keyText(column, isName(field)))),
    ]),
  );
  const source = texts.get("externalSource");
  const signs = namesakesIn(plan)?.entries.map(({ column }) => keyText(column, false)) ?? [];
  const keys = filled.map((fields): Key => {
    const cells = fields.flatMap((field) => texts.get(field) ?? []);
    const isOfName = fields.length > 1 && fields.includes("name");
    return { cells, beside: fields.some(isRecordId) && source ? [source] : [], isOfName };
  });
  const name = texts.get("name");
  // Other objects of the row repeat it: a row of the same name, records, amounts and days is the same record. Another
  // amount or day makes it another one, as the renewals of two years.
  if (file.mixed && keys.length === 0 && name) keys.push({ cells: [name], beside: factsIn(columns), isOfName: true });
  if (keys.length === 0 || importer.addsUp) return 0;
  const most = file.mixed ? maxMixedRows : maxRows;
  // More rows than are read together are marked by an empty array where empty cells clear: none of them clears anything.
  const isClearing = columns.some(({ clears }) => clears.length > 0);
  const [marked] = await tenantRows<{ rows: number }>(data)`
    with groups as (
      select case when count(*) <= ${most} then array_agg(line order by line) else '{}' end as lines,
             array_agg(line) as marked
      from (${keyedRows(ofFile, keys, signs)}) r
      where key is not null group by key
      having count(*) >= 2 and (count(*) <= ${most} or ${isClearing})
    ),
    marked as (
      update import_rows set same_key = g.lines from (select unnest(marked) as line, lines from groups) g
      where ${ofFile} and import_rows.line = g.line
    )
    select coalesce(sum(cardinality(lines) - 1) filter (where lines <> '{}'), 0)::int as rows from groups`;
  return marked?.rows ?? 0;
}

// Names meet in any case; of letters beyond ASCII what a name's own key makes is not the database's to know.
function keyText(column: number, isName: boolean): Prisma.Sql {
  const text = Prisma.sql`btrim(${cellText(column)})`;
  return isName ? Prisma.sql`lower(${text} collate "C")` : text;
}

/** Several columns may hold addresses: the first that is filled tells records apart. */
function firstFilled(texts: readonly Prisma.Sql[]): Prisma.Sql {
  const [first = Prisma.sql`''`, ...others] = texts;
  if (others.length === 0) return first;
  return Prisma.sql`coalesce(${Prisma.join(texts.map((text) => Prisma.sql`nullif(${text}, '')`))}, '')`;
}

interface Key {
  cells: readonly Prisma.Sql[];
  /** Counts too, and may be empty: the source of an id. */
  beside: readonly Prisma.Sql[];
  /** Rows of it that have different addresses or numbers are different records. */
  isOfName: boolean;
}

/** The rows of a file with their keys; `signs` tell rows of one name apart where two of these have different ones. */
function keyedRows(ofFile: Prisma.Sql, keys: readonly Key[], signs: readonly Prisma.Sql[]): Prisma.Sql {
  const key = Prisma.sql`case ${Prisma.join(keys.map(keyWhereFilled), " ")} end`;
  const rows = Prisma.sql`from import_rows where ${ofFile} and not skipped and issue is null`;
  const ofNames = keys.flatMap(({ isOfName }, place) => (isOfName ? [String(place)] : []));
  if (signs.length === 0 || ofNames.length === 0) return Prisma.sql`select line, ${key} as key ${rows}`;
  const differ = signs.map((_, place) => {
    const sign = Prisma.sql`nullif(signs[${place + 1}::int], '')`;
    return Prisma.sql`min(${sign}) over same is distinct from max(${sign}) over same`;
  });
  return Prisma.sql`
    select line, case when key[1] = any(${ofNames}::text[]) and (${Prisma.join(differ, " or ")}) then key || signs else key end as key
    from (select line, ${key} as key, array[${Prisma.join(signs)}]::text[] as signs ${rows}) k
    window same as (partition by key)`;
}

const figures = new Set(["money", "currency", "integer", "decimal", "duration", "day", "instant"]);

/** The records, amounts and days of a row. */
const factsIn = (columns: FilePlan["columns"]) =>
  columns.flatMap(({ spec, column }) => {
    const isReference = spec.kind === "reference" && !spec.several;
    return column >= 0 && (isReference || figures.has(spec.kind)) ? [keyText(column, isReference)] : [];
  });

/** The texts of a key where all of them are there; its place keeps a name and a domain of one text apart. */
function keyWhereFilled({ cells, beside }: Key, place: number): Prisma.Sql {
  const filled = cells.map((text) => Prisma.sql`${text} <> ''`);
  const texts = [Prisma.sql`${String(place)}::text`, ...cells, ...beside];
  return Prisma.sql`when ${Prisma.join(filled, " and ")} then array[${Prisma.join(texts)}]`;
}
