import "server-only";
import type { Catalog } from "@/lib/catalog";
import type { TenantData } from "@/server/context";
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
 * Names that have several ids, of an object that is known by its name and stands in rows with others: where these are the
 * ids of the rows, each company would be made for each of its people. Null where there are no such ids.
 */
export async function repeatedNames(
  data: TenantData,
  catalogs: readonly Catalog[],
  { fileId, headers, entity, mapping, isMain }: OneOfSeveral,
): Promise<RepeatedNames | null> {
  const catalog = catalogs.find((one) => one.entity === entity);
  if (!catalog?.naturalKeys.some((fields) => fields.length === 1 && fields[0] === "name")) return null;
  const name = mapping.find(({ field }) => field === "name")?.column;
  const column =
    mapping.find(({ field }) => field === idField)?.column ?? idColumnIn(catalogs, { catalog, isMain }, headers);
  if (name === undefined || column === null) return null;
  const [found] = await tenantRows<{ names: number; example: string; rows: number }>(data)`
    with named as (
      select min(name) as name, count(*) as rows from (
        select btrim(${cellText(name)}) as name, btrim(${cellText(column)}) as id from import_rows
        where ${importableRows(data, fileId)}) r
      where name <> '' and id <> ''
      group by lower(name collate "C") having count(distinct id) > 1
    )
    select (select count(*)::int from named) as names, name as example, rows::int
    from named order by rows desc, name limit 1`;
  return found ? { column, ...found } : null;
}
