import "server-only";
import { createWriteStream } from "node:fs";
import { readdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { writeCsv } from "@/lib/csv/write-csv";
import { type FileColumn, text } from "@/lib/fields/file-cells";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { log } from "@/server/log";
import { type ExportedNoun, exportedNouns } from "@/server/nouns/exported";
import { getWorkspace } from "../../operations/settings";
import { partsOf, zipOf } from "./files";
import { exportedTables, type Table, tableRows } from "./table-rows";

/** A file of an export, with the rows that it will hold. */
export interface Part {
  /** "records/accounts.csv" in the zip file; a slash is a dot in the folder of parts. */
  name: string;
  header(ctx: Ctx): readonly string[];
  rows(ctx: Ctx): AsyncGenerator<readonly string[]>;
}

/** All files of an export but the settings: the records of nouns, then every other table of the workspace. */
export async function partsFor(ctx: Ctx): Promise<Part[]> {
  const nouns = exportedNouns();
  const tables = await exportedTables(ctx, new Set(nouns.map(({ table }) => table)));
  return [...nouns.map(nounPart), ...tables.map(tablePart)];
}

const column = (header: string): FileColumn => ({
  header,
  field: header,
  cell: (record) => text((record as Record<string, unknown>)[header]),
});
const columnsIn = (ctx: Ctx, noun: ExportedNoun): FileColumn[] => [
  column("id"),
  ...noun.columnsIn(ctx),
  ...["createdAt", "updatedAt", "archivedAt"].map(column),
];

const nounPart = (noun: ExportedNoun): Part => ({
  name: `records/${noun.path}.csv`,
  header: (ctx) => columnsIn(ctx, noun).map(({ header }) => header),
  async *rows(ctx) {
    const columns = columnsIn(ctx, noun);
    for (const archived of [false, true]) {
      let cursor: string | undefined;
      do {
        const page = await noun.page(ctx, { archived, limit: 100, ...(cursor ? { cursor } : {}) }, "seen");
        for (const record of page.rows) yield columns.map(({ cell }) => cell(record));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
    }
  },
});

const tablePart = (table: Table): Part => ({
  name: `tables/${table.name}.csv`,
  header: () => table.columns,
  async *rows(ctx) {
    for await (const row of tableRows(ctx, table)) yield table.columns.map((name) => text(row[name]));
  },
});

const settingsName = "settings.json";
const fileName = (name: string) => name.replaceAll("/", ".");

/** Writes one file; returns how many rows it has. Written again, it replaces what an earlier try left. */
export async function writePart(ctx: Ctx, id: string, part: Part): Promise<number> {
  const path = join(await partsOf(ctx.tenant.id, id), fileName(part.name));
  let count = 0;
  async function* lines() {
    yield part.header(ctx);
    for await (const row of part.rows(ctx)) {
      count += 1;
      yield row;
    }
  }
  const csv = writeCsv(lines(), { bom: true, guardFormulas: true });
  await pipeline(Readable.from(csv), createWriteStream(`${path}.new`, { mode: 0o600 }));
  await rename(`${path}.new`, path);
  return count;
}

/** The settings of a workspace in one JSON file. */
export async function writeSettings(ctx: Ctx, id: string): Promise<void> {
  const { me: _me, permissions: _permissions, ...workspace } = await getWorkspace(ctx, {});
  const { fields, tags } = ctx.tenant.custom;
  const { plan, interval, state, seats, addOns, trialEndsAt, modules } = ctx.tenant.subscription;
  const settings = {
    format: 1,
    exportedAt: new Date().toISOString(),
    workspace,
    fields,
    tags,
    plan: { plan, interval, state, seats, addOns, trialEndsAt, modules },
  };
  const path = join(await partsOf(ctx.tenant.id, id), settingsName);
  await writeFile(path, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
}

/** Puts all files into the zip file, which appears when it is whole; returns its size. */
export async function pack(ctx: Ctx, id: string): Promise<number> {
  const folder = await partsOf(ctx.tenant.id, id);
  const path = zipOf(ctx.tenant.id, id);
  const names = [settingsName, ...(await partsFor(ctx)).map(({ name }) => name)];
  const written = new Set(await readdir(folder));
  const missing = names.filter((name) => !written.has(fileName(name)));
  // Written on the disk of another server, or by another version. The owner who deletes the workspace relies on the file.
  if (missing.length > 0) {
    log.error({ tenantId: ctx.tenant.id, exportId: id, missing }, "files of an export are missing");
    throw new AppError("CONFLICT", "Files of the export were lost while it was written. Request a new export.");
  }
  const zip = new ZipFile();
  for (const name of names.sort()) zip.addFile(join(folder, fileName(name)), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(`${path}.new`, { mode: 0o600 }));
  await rename(`${path}.new`, path);
  return (await stat(path)).size;
}
