import "server-only";
import type { ImportRow } from "@/lib/import-rows";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { isRecordId } from "../rules";
import { cellText, importableRows } from "./distinct-values";
import type { FilePlan, RecordIds } from "./plan-file";

/** The files of an import whose rows are named by ids. */
export function recordIdsOf(plans: readonly FilePlan[]): RecordIds[] {
  return plans.flatMap((plan) => {
    const column = plan.columns.find(({ field }) => isRecordId(field));
    return column ? [{ plan, column }] : [];
  });
}

/** The natural keys in the rows of these ids, best first, by the id as it is written; one statement. */
export async function keysOfIds(
  ctx: Ctx,
  { plan, column }: RecordIds,
  ids: readonly string[],
): Promise<Map<string, Record<string, string>>> {
  const rows = await tenantRows<{ id: string; cells: string[]; edits: Record<string, string> | null }>(ctx)`
    select k.id, to_json(r.cells) as cells, r.edits
    from (select *, btrim(${cellText(column.column)}) as id from import_rows
          where ${importableRows(ctx, plan.file.id)}) as r
    join unnest(${[...ids]}::text[]) as k(id) on k.id = r.id
    order by r.line`;
  const fields = new Set(plan.importer.catalog.naturalKeys.flat().filter((field) => !isRecordId(field)));
  const named = plan.columns.filter(({ field }) => fields.has(field));
  return new Map(
    rows.map(({ id, cells, edits }) => {
      const values: ImportRow["values"] = {};
      for (const one of named) {
        const cell = one.read(edits?.[one.column] ?? cells[one.column] ?? "");
        if (cell.kind === "value") values[one.field] = cell.value;
      }
      // As the object itself writes them: a domain is found in a whole address.
      const read = plan.importer.read(values);
      const said = (read.success ? read.data : values) as Record<string, unknown>;
      return [
        id,
        Object.fromEntries([...fields].flatMap((field) => (said[field] ? [[field, String(said[field])]] : []))),
      ];
    }),
  );
}
