import "server-only";
import { importersFor } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { mappingOf } from "../objects/rules";
import { seenColumns } from "./distinct-values";
import type { FileRow } from "./present-import";

/** The other object that fits most columns of a file, and whose needs they fill; null where none does. */
export async function otherObject(ctx: Ctx, file: FileRow): Promise<string | null> {
  const columns = await seenColumns(ctx, file);
  const importers = importersFor(ctx);
  const catalogs = importers.map(({ catalog }) => catalog);
  const fitting = importers.flatMap(({ catalog, needs }) => {
    if (catalog.recognisedBy || catalog.entity === file.entity) return [];
    const mapped = new Set(mappingOf(catalogs, catalog, columns).flatMap(({ field }) => field ?? []));
    const fills = needs.every(({ anyOf }) => anyOf.some((field) => mapped.has(field)));
    return fills ? [{ entity: catalog.entity, columns: mapped.size }] : [];
  });
  return fitting.toSorted((a, b) => b.columns - a.columns)[0]?.entity ?? null;
}
