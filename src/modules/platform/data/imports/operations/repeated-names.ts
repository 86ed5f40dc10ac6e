import "server-only";
import type { Catalog } from "@/lib/catalog";
import type { TenantData } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { idColumnIn } from "../objects/rules";
import { idField } from "../rules";
import type { ColumnMapping } from "../schema";
import { cellText, importableRows } from "./distinct-values";

/** Names that rows of a file give to several ids. */
export interface RepeatedNames {
  /** The column of the ids, from 0. */
  column: number;
  names: number;
  /** The name that most rows have, with their number. */
  example: string;
  rows: number;
  /** Each row has another id. */
  areOfRows: boolean;
}

/** One of the objects in the rows of a file, the main one or another. */
interface OneOfSeveral {
  fileId: string;
  headers: readonly string[];
  entity: string | null;
  mapping: readonly ColumnMapping[];
  isMain: boolean;
}

/**
 * Names that have several ids, of an object that is known by its domain or else its name and stands in rows with others:
 * are these the ids of the rows, each company is made for each of its people. Null where there are no such ids.
 */
export async function repeatedNames(
  data: TenantData,
  catalogs: readonly Catalog[],
  { fileId, headers, entity, mapping, isMain }: OneOfSeveral,
): Promise<RepeatedNames | null> {
  const catalog = catalogs.find((one) => one.entity === entity);
  const single = catalog?.naturalKeys.flatMap(([field = "", ...others]) => (others.length === 0 ? field : [])) ?? [];
  if (!catalog || !single.includes("name")) return null;
  const columnOf = (field: string) => mapping.find((one) => one.field === field)?.column;
  const name = columnOf("name");
  const column = columnOf(idField) ?? idColumnIn(catalogs, { catalog, isMain }, headers);
  if (name === undefined || column === null) return null;
  const better = single.filter((field) => field !== "name" && field !== idField).flatMap((key) => columnOf(key) ?? []);
  const keys = [...better, name].map((place) => Prisma.sql`nullif(${folded(place)}, '')`);
  const [found] = await tenantRows<Omit<RepeatedNames, "column">>(data)`
    with filled as (
      select coalesce(${Prisma.join(keys)}) as key, btrim(${cellText(name)}) as name, btrim(${cellText(column)}) as id
      from import_rows where ${importableRows(data, fileId)}
    ),
    named as (
      select min(name) as name, count(*) as rows from filled where name <> '' and id <> ''
      group by key having count(distinct id) > 1
    )
    select (select count(*)::int from named) as names, name as example, rows::int,
           (select count(*) = count(distinct id) from filled where name <> '' and id <> '') as "areOfRows"
    from named order by rows desc, name limit 1`;
  return found ? { column, ...found } : null;
}

// Names meet in any case, and however their words are apart.
const folded = (column: number) =>
  Prisma.sql`lower(regexp_replace(btrim(${cellText(column)}), '\\s+', ' ', 'g') collate "C")`;

/** A mapping without such ids where each row has another one: then a name is one record, unless a person says otherwise. */
export async function withoutRowIds(
  data: TenantData,
  catalogs: readonly Catalog[],
  one: OneOfSeveral,
): Promise<ColumnMapping[]> {
  const repeated = await repeatedNames(data, catalogs, one);
  return one.mapping.map((each) =>
    repeated?.areOfRows && each.column === repeated.column ? { column: each.column, field: null } : each,
  );
}
