import "server-only";
import type { CatalogColumn } from "@/lib/catalog";
import { areDaySerials, detectDateOrder } from "@/lib/coerce/date-order";
import { detectNumberStyle } from "@/lib/coerce/number-style";
import { arePartsOfOne } from "@/lib/coerce/parts-of-one";
import { dayOrderOf } from "@/lib/local-text";
import { type SeenColumn, seeColumns } from "@/lib/match-columns";
import { importerIn } from "@/server/catalog";
import type { TenantData } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { isDated, isNumber } from "../rules";
import type { ColumnMapping } from "../schema";

export interface DistinctValue {
  text: string;
  /** The text of the other column that its rows have. */
  within: string;
  rows: number;
  line: number;
}

/** The text of a cell as people have corrected it. */
export const cellText = (column: number): Prisma.Sql =>
  Prisma.sql`coalesce(edits ->> ${String(column)}, cells[${column + 1}::int], '')`;

/** The rows of a file that can go in, as a condition: neither left out by hand nor of an odd form. */
export const importableRows = ({ tenant }: Pick<TenantData, "tenant">, fileId: string): Prisma.Sql =>
  Prisma.sql`tenant_id = ${tenant.id}::uuid and file_id = ${fileId}::uuid and not skipped and issue is null`;

/** The different texts of a column, `within` each of another one, with how often and where first, most frequent first; left-out rows do not count. */
export async function distinctValues(
  data: TenantData,
  fileId: string,
  column: number,
  limit: number,
  within: number | null = null,
  condition: Prisma.Sql = Prisma.sql`true`,
): Promise<DistinctValue[]> {
  return await tenantRows<DistinctValue>(data)`
    select ${cellText(column)} as text, ${within === null ? Prisma.sql`''` : cellText(within)} as within,
           count(*)::int as rows, min(line)::int as line
    from import_rows
    where ${importableRows(data, fileId)} and ${condition}
    group by 1, 2 order by 3 desc, 4 limit ${limit}`;
}

/** The different texts of some columns together, in the order of these columns. */
export async function distinctRows(
  data: TenantData,
  fileId: string,
  columns: readonly number[],
  limit: number,
): Promise<string[][]> {
  const rows = await tenantRows<{ texts: string[] }>(data)`
    select distinct array[${Prisma.join(columns.map(cellText))}] as texts from import_rows
    where ${importableRows(data, fileId)}
    limit ${limit}`;
  return rows.map(({ texts }) => texts);
}

/** The columns of a file with their first values. */
export async function seenColumns(
  { db }: Pick<TenantData, "db">,
  { id: fileId, columns }: { id: string; columns: readonly string[] },
): Promise<SeenColumn[]> {
  const rows = await db.importRow.findMany({
    where: { fileId },
    orderBy: { line: "asc" },
    take: 200,
    select: { cells: true },
  });
  return seeColumns(
    columns,
    rows.map(({ cells }) => cells),
  );
}

const enough = 5_000;

/** Fills in the date order and the decimal sign that the values of each column tell, where nobody chose. */
export async function detectStyles(
  data: TenantData,
  fileId: string,
  entity: string | null,
  mapping: readonly ColumnMapping[],
): Promise<ColumnMapping[]> {
  const columns = importerIn(data, entity)?.catalog.columns;
  const isOurs = mapping.some(({ field }) => field !== null && columns?.[field]?.ownId);
  const result: ColumnMapping[] = [];
  for (const one of mapping) {
    const spec = one.field === null ? undefined : columns?.[one.field];
    const lacks = spec && (isDated(spec) ? !one.dateOrder : isNumber(spec) && !one.decimal);
    result.push(lacks ? { ...one, ...(await detect(data, { fileId, isOurs }, one.column, spec)) } : one);
  }
  const isDay = ({ field }: ColumnMapping) => field !== null && isDated(columns?.[field] ?? { kind: "" });
  return withSharedOrder(result, isDay);
}

/** A column whose dates fit two orders has the one that the other columns of the file tell. */
function withSharedOrder(mapping: readonly ColumnMapping[], isDay: (one: ColumnMapping) => boolean): ColumnMapping[] {
  const known = mapping
    .filter(isDay)
    .flatMap(({ dateOrder }) => (dateOrder === "dmy" || dateOrder === "mdy" ? dateOrder : []));
  const [order, ...others] = new Set(known);
  if (!order || others.length > 0) return [...mapping];
  return mapping.map((one) => (isDay(one) && !one.dateOrder ? { ...one, dateOrder: order } : one));
}

/** How the cells of a column are written; files from here have no groups of digits, whole percent, and the workspace's order of days. */
async function detect(
  data: TenantData,
  { fileId, isOurs }: { fileId: string; isOurs: boolean },
  column: number,
  { kind, percent }: CatalogColumn,
): Promise<Partial<ColumnMapping>> {
  const samples = (await distinctValues(data, fileId, column, enough)).map((value) => value.text);
  if (!isDated({ kind })) {
    const found = detectNumberStyle(samples, kind === "integer");
    if (found.ambiguous && !isOurs) return {};
    const decimal = found.ambiguous && samples.some((text) => text.includes(",")) ? "," : found.decimal;
    const mayBeParts = percent && kind === "integer" && !isOurs;
    return { decimal, ...(mayBeParts && arePartsOfOne(samples, { decimal }) ? { multiplier: 100 } : {}) };
  }
  if (areDaySerials(samples)) return { dateOrder: "serial" };
  const { order, ambiguous } = detectDateOrder(samples);
  if (order) return { dateOrder: order };
  return ambiguous && isOurs ? { dateOrder: dayOrderOf(data.tenant.locale) } : {};
}
