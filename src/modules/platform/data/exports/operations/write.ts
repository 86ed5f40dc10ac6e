import "server-only";
import { Readable } from "node:stream";
import { writeCsv } from "@/lib/csv/write-csv";
import { decimalText } from "@/lib/number-text";
import { capital } from "@/lib/text";
import { writeWorkbook } from "@/lib/xlsx/write-workbook";
import type { Ctx } from "@/server/context";
import { invalid } from "@/server/errors";
import { nounToExport } from "../row";
import { maxSheets, tooManyRows } from "../rules";
import type { ExportedList, ExportRequest } from "../schema";
import { type Covered, coverOf } from "./cover";
import { cellTexts, columnsOf, recordsToExport, typedCells } from "./table";

interface Written extends Covered {
  askedKeyId: string | null;
  /** Called with the number of rows of the whole file so far; throws to end it. */
  onRows?(count: number): Promise<void>;
}

/** The bytes of a file, as the reader takes them, in memory that does not grow with its rows. */
export async function fileOf(ctx: Ctx, written: Written): Promise<Readable> {
  if (written.request.format === "csv") return Readable.from(csvOf(ctx, written));
  return await workbookOf(ctx, written);
}

function csvOf(ctx: Ctx, { request, askedKeyId, onRows }: Written): AsyncIterable<Uint8Array> {
  const noun = nounToExport(request.noun);
  const columns = columnsOf(ctx, noun, request.columns);
  const texts = cellTexts(ctx, columns, request.values);
  async function* lines() {
    yield columns.map(({ header }) => header);
    const { list } = request;
    for await (const record of recordsToExport(ctx, { noun, list, askedKeyId, ...(onRows ? { onRows } : {}) }))
      yield texts(record);
  }
  const isComma = request.values === "mine" && decimalText("1.5", ctx.tenant.locale).includes(",");
  return writeCsv(lines(), { bom: true, guardFormulas: true, ...(isComma ? { delimiter: ";" } : {}) });
}

const formats = { number: undefined, day: "yyyy-mm-dd", instant: "yyyy-mm-dd hh:mm:ss" } as const;

async function workbookOf(ctx: Ctx, written: Written): Promise<Readable> {
  const { request, askedKeyId, onRows } = written;
  const noun = nounToExport(request.noun);
  const columns = columnsOf(ctx, noun, request.columns);
  const cells = typedCells(ctx, columns);
  let before = 0;
  async function* rows(list: ExportedList) {
    let count = 0;
    const counting = async (so: number) => {
      count = so;
      await onRows?.(before + so);
    };
    for await (const record of recordsToExport(ctx, { noun, list, askedKeyId, onRows: counting })) yield cells(record);
    before += count;
  }
  const sheets = await sheetsOf(ctx, request);
  return await writeWorkbook({
    columns: columns.map(({ header, type }) => {
      const format = type && formats[type];
      return { header, ...(format ? { format } : {}) };
    }),
    sheets: sheets.map(({ name, list }) => ({ name, rows: rows(list) })),
    cover: { name: "About", rows: coverOf(ctx, written, () => before) },
  });
}

/** One sheet, or one for each group that has records. */
async function sheetsOf(ctx: Ctx, { noun: entity, list, group }: ExportRequest) {
  const noun = nounToExport(entity);
  const whole = [{ name: capital(noun.head.many), list }];
  if (group === undefined) return whole;
  const groups = await noun.groups(ctx, list, group);
  if (groups.length > maxSheets)
    throw invalid("group", `A workbook has at most ${maxSheets} sheets. Group by another field, or choose one sheet.`);
  if (groups.length === 0) return whole;
  return groups.map(({ name, value }) => ({ name, list: { ...list, within: { field: group, value } } }));
}

/** VALIDATION where the file cannot hold so many records, or so many groups. */
export async function requireFits(ctx: Ctx, request: ExportRequest, rows: number): Promise<void> {
  if (request.format !== "xlsx") return;
  const problem = tooManyRows(rows, ctx.tenant.locale);
  if (problem) throw invalid("format", problem);
  await sheetsOf(ctx, request);
}
