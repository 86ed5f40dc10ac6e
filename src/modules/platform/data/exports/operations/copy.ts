import "server-only";
import { guardedText } from "@/lib/csv/formula-guard";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import type { ExportedNoun } from "@/server/nouns/exported";
import { recordExportEvents } from "../events";
import { exportColumns, nounToExport, ownExports } from "../row";
import { mostStreamed } from "../rules";
import { copiedTable, copyInput, exportPreview, previewInput } from "../schema";
import { cellTexts, columnsOf, namesToExport } from "./table";

export const previewRecordExport = platform.operation({
  kind: "query",
  permission: "record:export",
  staff: "never",
  input: previewInput,
  output: exportPreview,
  describe: "How many records of a list a file would have, and how many your right to export does not cover.",
  async run(ctx, { noun: entity, list }) {
    const noun = nounToExport(entity);
    const rows = await noun.count(ctx, list, "covered");
    const beyond = (await noun.count(ctx, list, "seen")) - rows;
    return { rows, beyond, asJob: rows > mostStreamed, columns: namesToExport(ctx, noun) };
  },
});

export const copyRecords = platform.operation({
  kind: "mutation",
  permission: "record:export",
  staff: "never",
  input: copyInput,
  output: copiedTable,
  describe:
    "Selected records as lines of cells between tabs, to paste into a sheet. Columns that files cannot have are left out.",
  async run(ctx, { noun: entity, columns: shown, ids }) {
    const noun = nounToExport(entity);
    const known = namesToExport(ctx, noun);
    const wanted = shown?.filter((name) => known.includes(name));
    const columns = columnsOf(ctx, noun, wanted);
    const texts = cellTexts(ctx, columns, "mine");
    const rows = await selected(ctx, noun, ids, "covered");
    const seen = await selected(ctx, noun, ids, "seen");
    const lines = [columns.map(({ header }) => header), ...rows.map(texts)];
    const row = await ctx.db.recordExport.create({
      data: {
        ...ownExports(ctx),
        requestId: ctx.requestId,
        noun: entity,
        request: { noun: entity, list: {}, format: "csv", values: "mine", ...(wanted ? { columns: wanted } : {}) },
        status: "copied",
        rowsTotal: rows.length,
        rowsDone: rows.length,
        rowsBeyond: seen.length - rows.length,
        expiresAt: new Date(),
      },
      select: exportColumns,
    });
    emit(ctx, recordExportEvents.copied, { id: row.id, data: { noun: entity, rows: rows.length, format: "text" } });
    const text = lines.map((line) => line.map(clipboardCell).join("\t")).join("\n");
    return { text, rows: rows.length, beyond: row.rowsBeyond };
  },
});

/** The records of a selection in its order, archived ones too. */
async function selected(ctx: Ctx, noun: ExportedNoun, ids: readonly string[], part: "seen" | "covered") {
  const byId = new Map<string, object>();
  for (const archived of [false, true]) {
    const { rows } = await noun.page(ctx, { archived, limit: ids.length }, part, ids);
    for (const row of rows) byId.set(row.id, row);
  }
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** A cell as sheets take it: quoted where it has breaks or tabs, and never the start of a formula. */
function clipboardCell(text: string): string {
  const plain = text.startsWith("'") ? text : guardedText(text);
  return /[\t\n\r"]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
