import "server-only";
import { isCustomName, tagsName } from "@/lib/fields/custom";
import { own } from "@/lib/own";
import { platform } from "@/modules/platform/module";
import { importerFor, importerIn } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { AppError, invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { newId } from "@/server/new-id";
import { importEvents } from "../../events";
import { plainColumn } from "../../operations/analyse-import";
import { fileOf } from "../../operations/change-file";
import { detectStyles } from "../../operations/distinct-values";
import { asker, lockImport } from "../../operations/import-state";
import { changesImport, readsImport } from "../../operations/operation-heads";
import { lacksDecimalSign, planFile } from "../../operations/plan-file";
import { type FileRow, filesOf, titleOf } from "../../operations/present-import";
import { isRevertible, typeColumnsOf } from "../../rules";
import { type ColumnMapping, fileInput } from "../../schema";
import { bringInInput, keptFiles, listKeptColumnsInput } from "../schema";
import { saveLaterColumns } from "./bring-in";

export const listKeptColumns = platform.operation({
  ...readsImport,
  input: listKeptColumnsInput,
  output: keptFiles,
  rest: { method: "GET", path: "/imports/{id}/kept-columns" },
  describe:
    "The columns of an import that are not matched to a field, with their first values, and the values that were imported from them later.",
  async run(ctx, { id }) {
    const files = (await filesOf(ctx, id)).filter(({ entity }) => entity !== null);
    return await Promise.all(
      files.map(async (file) => {
        // Columns of another object in the same rows are that one's.
        const others = files.filter(({ position, id: other }) => position === file.position && other !== file.id);
        const used = new Set(
          others.flatMap(({ mapping }) => mapping.flatMap(({ column, field }) => (field === null ? [] : [column]))),
        );
        for (const { columns, entity, mapping } of [file, ...others])
          for (const column of typeColumnsOf(mapping, importerIn(ctx, entity)?.catalog, columns)) used.add(column);
        const unmatched = file.mapping.filter(({ field, column }) => field === null && !used.has(column));
        const columns: Awaited<ReturnType<typeof plainColumn>>["check"][] = [];
        for (const { column } of unmatched)
          columns.push(
            (await plainColumn(ctx, file.id, { column, header: file.columns[column] ?? "", use: null })).check,
          );
        return {
          fileId: file.id,
          name: titleOf(file),
          entity: file.entity ?? "",
          fields: file.mapping.flatMap(({ field }) => field ?? []),
          columns: columns.filter(({ filled }) => filled > 0),
          brought: file.brought,
        };
      }),
    );
  },
});

export const bringInColumns = platform.operation({
  ...changesImport,
  input: bringInInput,
  output: fileInput,
  rest: { method: "POST", path: "/imports/{id}/files/{fileId}/bring-in" },
  describe:
    "Writes unmatched columns to custom fields or tags of the imported records, in the background, and only to records that have no value in the field yet. Reverting the import removes these values too.",
  async run(ctx, { id, fileId, columns }) {
    const status = await lockImport(ctx, id);
    if (!isRevertible(status))
      throw new AppError(
        "CONFLICT",
        "Kept columns can be imported only after the import has ended and before it is reverted.",
      );
    const file = await fileOf(ctx, id, fileId);
    requireFree(ctx, file, columns);
    const read = await detectStyles(ctx, file.id, file.entity, columns);
    const named = new Map(read.map((one) => [one.column, one]));
    const mapping = file.mapping.map((one, column) => named.get(column) ?? one);
    const plan = planFile(ctx, { ...file, mapping: read }, "", file.mapping);
    const unclear = plan?.columns.find((one) => one.column >= 0 && lacksDecimalSign(one));
    if (unclear)
      throw invalid(
        `columns.${read.findIndex(({ column }) => column === unclear.column)}.decimal`,
        `Choose the decimal sign of ${unclear.header}: 1.234 can be a number between 1 and 2, or 1,234.`,
      );
    const { askedById, askedKeyId, requestId } = asker(ctx);
    const records = await ctx.db.importRecord.count({
      where: { importId: id, fileId, entity: file.entity ?? "", reverted: null },
    });
    const part = newId();
    const counts = { records, done: 0, written: 0, had: 0, gone: 0, refused: 0, problems: [] };
    const waiting = { status: "waiting" as const, failure: null, after: null, askedById, askedKeyId, requestId };
    const brought = [...file.brought, { id: part, columns: read, ...waiting, ...counts }];
    await saveLaterColumns(ctx, { ...file, brought, mapping });
    emit(ctx, importEvents.columnsAsked, { id, data: { fileId, part } });
    return { id, fileId };
  },
});

/** VALIDATION for a column that fills a field already, and for a field that no unmatched column can fill. */
function requireFree(ctx: Ctx, file: FileRow, columns: readonly ColumnMapping[]): void {
  const fields = importerFor(ctx, file.entity)?.catalog.columns;
  const filled = new Set(file.mapping.map(({ field }) => field));
  const seenColumns = new Set<number>();
  for (const [index, { column, field }] of columns.entries()) {
    const path = (name: string) => `columns.${index}.${name}`;
    const before = file.mapping[column];
    if (!before || seenColumns.has(column))
      throw invalid(path("column"), "The file does not have this column. Choose one of its columns.");
    if (before.field !== null)
      throw invalid(path("column"), "This column is already matched to a field. Choose another column.");
    const spec = field === null ? undefined : own(fields, field);
    if (field === null || !spec || !(isCustomName(field) || field === tagsName) || spec.of !== undefined)
      throw invalid(path("field"), "Choose a custom field of this type of record, or its tags.");
    if (filled.has(field))
      throw invalid(path("field"), "Another column is already matched to this field. Choose a different field.");
    filled.add(field);
    seenColumns.add(column);
  }
}
