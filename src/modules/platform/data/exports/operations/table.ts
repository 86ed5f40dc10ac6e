import "server-only";
import { counted } from "@/lib/counted";
import type { FileColumn } from "@/lib/fields/file-cells";
import { clockReader, dayWriter } from "@/lib/local-text";
import { decimalText } from "@/lib/number-text";
import { maxCellLength } from "@/lib/xlsx/sheet-limits";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, invalid } from "@/server/errors";
import { memberCtx } from "@/server/member-ctx";
import type { ExportedNoun } from "@/server/nouns/exported";
import type { ExportedList, ExportRequest } from "../schema";

const rowsAtOnce = 500;
/** The rights of the asker are read again so often while a file is written. */
const rightsMs = 2_000;

const idColumn: FileColumn = {
  header: "Id",
  field: "id",
  cell: (record) => String((record as { id: unknown }).id),
};

/** Facts that every record has, for files that ask for them. */
const moments: FileColumn[] = [
  ["createdAt", "Created at"],
  ["updatedAt", "Changed at"],
  ["archivedAt", "Archived at"],
].map(([field = "", header = ""]) => ({
  header,
  field,
  type: "instant",
  cell: (record) => String((record as Record<string, unknown>)[field] ?? ""),
}));

/** The names of the fields of which a file may have columns. */
export const namesToExport = (ctx: Ctx, noun: ExportedNoun): string[] => [
  ...new Set([...noun.columnsIn(ctx), ...moments].map(({ field }) => field)),
];

/** The columns of a file: the id, then those of the fields asked for. VALIDATION for a field that the actor may not read. */
export function columnsOf(ctx: Ctx, noun: ExportedNoun, wanted: ExportRequest["columns"]): FileColumn[] {
  const usual = noun.columnsIn(ctx);
  if (!wanted) return [idColumn, ...usual];
  const known = [...usual, ...moments];
  const asked = [...new Set(wanted)].filter((name) => name !== idColumn.field);
  const chosen = asked.map((name) => {
    const own = known.filter(({ field }) => field === name);
    if (own.length === 0) throw invalid("columns", `There is no column ${name} that you may export. Leave it out.`);
    return own;
  });
  return [idColumn, ...chosen.flat()];
}

/** The context of an export that goes on, with the rights that its asker has now. FORBIDDEN once they have ended. */
export async function stillAllowed(ctx: Ctx, askedKeyId: string | null): Promise<Ctx> {
  const memberId = memberOf(ctx.actor);
  const { requestId, batchId } = ctx;
  const now = memberId ? await memberCtx(ctx.tenant.id, { memberId, keyId: askedKeyId, requestId, batchId }) : null;
  if (now === null || now === "suspended" || !now.can("record:export"))
    throw new AppError("FORBIDDEN", "You are no longer allowed to export these records. The file is not complete.");
  return now;
}

interface Read {
  noun: ExportedNoun;
  list: ExportedList;
  askedKeyId: string | null;
  /** Called after each page with the number of rows so far; throws to end the file. */
  onRows?(count: number): Promise<void>;
}

/**
 * The records of a list page by page, as the list shows them and the right to export covers them. Rights that end, or
 * become fewer meanwhile, count from the next page on.
 */
export async function* recordsToExport(ctx: Ctx, { noun, list, askedKeyId, onRows }: Read): AsyncGenerator<object> {
  let [own, checkedAt, count] = [ctx, performance.now(), 0];
  const pageAfter = async (cursor?: string) => {
    if (performance.now() - checkedAt > rightsMs) {
      own = await stillAllowed(own, askedKeyId);
      checkedAt = performance.now();
    }
    return await noun.page(own, { ...list, limit: rowsAtOnce, ...(cursor ? { cursor } : {}) }, "covered");
  };
  let page = await pageAfter();
  for (;;) {
    // The next page is read while this one is written.
    const next = page.nextCursor === null ? null : pageAfter(page.nextCursor);
    // A failure counts when its page is wanted; the reader may stop before.
    next?.catch(() => undefined);
    yield* page.rows;
    count += page.rows.length;
    await onRows?.(count);
    if (!next) return;
    page = await next;
  }
}

/** Cells as people of the workspace write them, or as they are for programs. */
export function cellTexts(ctx: Ctx, columns: readonly FileColumn[], values: ExportRequest["values"]) {
  if (values === "machine") return (record: object): string[] => columns.map(({ cell }) => cell(record));
  const { locale, timeZone } = ctx.tenant;
  const [day, clock] = [dayWriter(locale), clockReader(timeZone)];
  const write: Record<NonNullable<FileColumn["type"]>, (text: string) => string> = {
    number: (text) => decimalText(text, locale),
    day,
    instant(text) {
      const local = clock(new Date(text));
      return local ? `${day(local.day)} ${local.time}` : text;
    },
  };
  return (record: object) =>
    columns.map(({ cell, type }) => {
      const text = cell(record);
      return type && text !== "" ? write[type](text) : text;
    });
}

type Cell = string | number | Date | null;

const characters = { one: "character", many: "characters" };

/** Digits that a number of a sheet keeps. */
const exactDigits = 15;

/** Typed cells of a sheet; instants are those of the workspace's clocks. Throws for a text that no cell holds. */
export function typedCells(ctx: Ctx, columns: readonly FileColumn[]) {
  const clock = clockReader(ctx.tenant.timeZone);
  const typed: Record<NonNullable<FileColumn["type"]>, (text: string) => Cell> = {
    number: (text) => (text.replace(/\D/g, "").length > exactDigits ? text : Number(text)),
    day: (text) => new Date(`${text}T00:00:00Z`),
    instant(text) {
      const local = clock(new Date(text));
      return local ? new Date(`${local.day}T${local.time}Z`) : text;
    },
  };
  return (record: object): Cell[] =>
    columns.map(({ cell, type, header }) => {
      const text = cell(record);
      if (text === "") return null;
      if (type) return typed[type](text);
      if (text.length <= maxCellLength) return text;
      const name = String((record as { name?: unknown }).name ?? "A record");
      throw new AppError(
        "VALIDATION",
        `“${header}” of ${name} has ${counted(text.length, characters, ctx.tenant.locale)}; a cell of a workbook holds ${counted(maxCellLength, characters, ctx.tenant.locale)}. Choose CSV.`,
      );
    });
}
