import "server-only";
import { own } from "@/lib/own";
import { importerFor, importerIn, importerOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { notFound } from "@/server/errors";
import { readable } from "@/server/readable";
import type { ImportMapping, SavedColumn } from "../schema";

export const select = {
  id: true,
  name: true,
  nameKey: true,
  entity: true,
  columns: true,
  createdBy: { select: { id: true, name: true } },
  updatedAt: true,
  version: true,
} satisfies Prisma.ImportMappingSelect;
export type MappingRow = Prisma.ImportMappingGetPayload<{ select: typeof select }>;

/** A saved mapping without its decisions, or NOT_FOUND. */
export async function mappingRow(ctx: Ctx, id: string): Promise<MappingRow> {
  const row = await ctx.db.importMapping.findFirst({ where: { id }, select });
  if (!row) throw notFound("saved mapping");
  return row;
}

/** Its columns as what they are; we alone write them, through the schema. */
export const columnsOf = ({ columns }: { columns: unknown }) => columns as SavedColumn[];

/** The label of a custom field that was deleted or archived; null for a field that files can fill. */
export function lostField(ctx: Ctx, entity: string, field: string): string | null {
  const importer = importerIn(ctx, entity);
  // Files of a module that is switched off have no fields at all.
  if (!importer || own(importer.catalog.columns, field)) return null;
  return own(ctx.tenant.custom.storedOf(entity), field)?.label ?? field;
}

/** A saved mapping as the actor reads it: fields that the actor may not read are left out of its columns. */
export function presentMapping(ctx: Ctx, row: MappingRow): ImportMapping {
  const { id, name, entity, createdBy, version, updatedAt } = row;
  const known = importerFor(ctx, entity)?.catalog.columns;
  const may = readable(ctx, entity);
  const columns = columnsOf(row);
  return {
    ...{ id, name, entity, createdBy, version },
    label: importerOf(entity)?.catalog.label.many ?? entity,
    columns: columns.map(({ header, field }) => ({
      header,
      field: field === null ? null : (own(known, field)?.label ?? null),
    })),
    lost: columns.flatMap(({ field }) =>
      field === null || !may.has(field) ? [] : (lostField(ctx, entity, field) ?? []),
    ),
    updatedAt: updatedAt.toISOString(),
  };
}
