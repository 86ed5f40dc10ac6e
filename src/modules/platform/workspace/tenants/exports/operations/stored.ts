import "server-only";
import { createWriteStream, type WriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import type { Ctx } from "@/server/context";
import { readStored, storedSize, storesFiles } from "@/server/storage";
import { firstId } from "@/server/unknown-id";
import { partsOf, storedZipOf } from "./files";

/** A zip file ends with the file that takes it beyond this. */
const zipBytes = 2_000_000_000;
const rowsAtOnce = 200;

interface Stored {
  id: string;
  key: string;
  name: string;
}

/** Files of records after a version, with all of their versions, until one zip file is full. */
async function storedAfter({ db }: Ctx, after: string): Promise<Stored[]> {
  const found: Stored[] = [];
  let bytes = 0;
  for (let last = after || firstId; ; ) {
    const rows = await db.fileVersion.findMany({
      where: { id: { gt: last }, file: { removedAt: null } },
      orderBy: { id: "asc" },
      take: rowsAtOnce,
      select: {
        ...{ id: true, number: true, size: true, storageKey: true },
        file: { select: { id: true, entity: true, recordId: true, name: true } },
      },
    });
    for (const { id, number, size, storageKey: key, file } of rows) {
      found.push({ id, key, name: `files/${file.entity}/${file.recordId}/${file.id}/${number} ${file.name}` });
      bytes += Number(size);
      if (bytes >= zipBytes) return found;
    }
    if (rows.length < rowsAtOnce) return found;
    last = rows.at(-1)?.id ?? last;
  }
}

/**
 * Writes the zip file at this place with files of records, after the version that ended the one before; returns the last
 * version in it, null if there is none left to write.
 */
export async function packStored(ctx: Ctx, id: string, part: number, after: string): Promise<string | null> {
  const stored = storesFiles() ? await storedAfter(ctx, after) : [];
  if (stored.length === 0) return null;
  await partsOf(ctx.tenant.id, id);
  const path = storedZipOf(ctx.tenant.id, id, part);
  const zip = new ZipFile();
  const output = createWriteStream(`${path}.new`, { mode: 0o600 });
  // Pictures, films and office files are compressed already.
  const missing: string[] = [];
  for (const { key, name } of stored)
    if ((await storedSize(key)) === null) missing.push(name);
    else addStored(zip, output, { key, name });
  if (missing.length > 0) zip.addBuffer(Buffer.from(`${missing.join("\n")}\n`), "files/missing-in-storage.txt");
  zip.end();
  await pipeline(zip.outputStream, output);
  await rename(`${path}.new`, path);
  return stored.at(-1)?.id ?? null;
}

/** Pictures, films and office files are compressed already. */
const addStored = (zip: ZipFile, output: WriteStream, { key, name }: Pick<Stored, "key" | "name">): void =>
  zip.addReadStreamLazy(name, { compress: false }, (done) => {
    readStored(key).then(
      (bytes) => done(null, bytes),
      (error: unknown) => output.destroy(error as Error),
    );
  });
