import "server-only";
import type { z } from "zod";
import type { SheetChoice } from "@/lib/xlsx/open-workbook";
import { catalog, importerOf } from "@/server/catalog";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { ImportFile, Prisma } from "@/server/db/generated/client";
import { importScope } from "@/server/import-scope";
import type { BroughtColumns } from "../kept-columns/schema";
import { inOrder, isOpen, isRevertible, optionsFrom } from "../rules";
import type { Choices, ColumnMapping, FileOptions, FileTotals, ImportStatus, importSummary } from "../schema";

/** A file with its JSON columns as what they are; we alone write them, through the schema. */
export interface FileRow
  extends Omit<ImportFile, "columns" | "sheets" | "fillDown" | "mapping" | "options" | "choices" | "brought"> {
  columns: string[];
  sheets: SheetChoice[];
  fillDown: number[];
  mapping: ColumnMapping[];
  options: FileOptions;
  choices: Choices;
  /** Columns that were brought in after the run, in the order of the requests. */
  brought: BroughtColumns[];
}

/** "export.csv: contacts" where rows of the file hold other objects too, "book.xlsx: Deals" where it has other sheets. */
export function titleOf({ name, mixed, entity, sheet, sheets }: Titled): string {
  const label = mixed ? importerOf(entity)?.catalog.label.many : undefined;
  return [name, sheets.length > 1 ? sheet : null, label].filter(Boolean).join(": ");
}
type Titled = Pick<FileRow, "name" | "mixed" | "entity" | "sheet" | "sheets">;

/** The staged files of an import, in dependency order. */
export async function filesOf(ctx: Ctx, importId: string): Promise<FileRow[]> {
  const rows = await ctx.db.importFile.findMany({ where: { importId, status: "ready" } });
  const entities = catalog().importers.map((importer) => importer.catalog.entity);
  const files = rows.map((row) => ({ ...row, options: optionsFrom(row.options) }) as unknown as FileRow);
  return inOrder(files, entities);
}

/** The people of an import, read with it. */
export const importPeople = {
  createdBy: { select: { id: true, name: true } },
  askedBy: { select: { name: true } },
} satisfies Prisma.ImportInclude;
export type ImportRun = Prisma.ImportGetPayload<{ include: typeof importPeople }>;

export const statusOf = (row: { status: string }) => row.status as ImportStatus;
/** Objects that are counted with the files of others, and are parts of other records. */
const isPart = (entity: string): boolean =>
  catalog().importers.some(({ counts = [] }) => counts.some((one) => one.entity === entity));

/** Counts as they are stored; older ones know neither merged rows nor what questions concern. */
export const totalsOf = (value: unknown): FileTotals[] =>
  (Array.isArray(value) ? (value as FileTotals[]) : []).map((file) => ({
    ...file,
    asked: file.asked ?? {},
    objects: file.objects.map((one) => ({
      ...one,
      merged: one.merged ?? 0,
      ...(isPart(one.entity) ? { isPart: true as const } : {}),
    })),
  }));

/** Sums of records over the files of a run. */
export function sumTotals(totals: readonly FileTotals[]) {
  const objects = totals.flatMap((file) => file.objects.filter(({ entity }) => !isPart(entity)));
  return {
    created: objects.reduce((sum, one) => sum + one.created, 0),
    updated: objects.reduce((sum, one) => sum + one.updated, 0),
    errors: totals.reduce((sum, file) => sum + file.errors, 0),
  };
}

/** An import as lists show it, with what the actor may do with it. */
export function summary(
  ctx: Ctx,
  row: ImportRun,
  files: readonly Pick<FileRow, "name" | "entity" | "rowCount" | "position">[],
): z.input<typeof importSummary> {
  const status = statusOf(row);
  const mayEdit = importScope.mayEdit(ctx, { ownerId: row.createdById });
  return {
    id: row.id,
    status,
    createdBy: row.createdBy,
    files: files.map(({ name, entity, rowCount, position }) => ({ name, entity, rowCount, position })),
    ...sumTotals(totalsOf(row.totals)),
    createdAt: row.createdAt.toISOString(),
    startedAt: isoOf(row.startedAt),
    finishedAt: isoOf(row.finishedAt),
    revertedAt: isoOf(row.revertedAt),
    version: row.version,
    mayEdit,
    mayChange: mayEdit && isOpen(status),
    mayRevert: mayEdit && isRevertible(status),
  };
}

/** Rows a second and seconds left of what runs. */
export function progressOf(row: ImportRun, now: Date) {
  const running = row.status === "running" || row.status === "checking" || row.status === "reverting";
  const seconds = running && row.startedAt ? (now.getTime() - row.startedAt.getTime()) / 1000 : 0;
  const rate = seconds > 0 && row.rowsDone > 0 ? row.rowsDone / seconds : null;
  return {
    done: row.rowsDone,
    total: row.rowsTotal,
    rate: rate === null ? null : Math.round(rate),
    secondsLeft: rate === null ? null : Math.max(0, Math.round((row.rowsTotal - row.rowsDone) / rate)),
  };
}
