import { Readable } from "node:stream";
import { fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import { counted, plainLocale } from "@/lib/counted";
import { UnreadableFileError } from "@/lib/csv/unreadable-file-error";

/** Bytes that can be read in any order. */
export interface ByteSource {
  size: number;
  read(at: number, length: number): Promise<Uint8Array>;
}

export interface ZipEntry {
  /** As the archive declares it; unpacking stops there. */
  bytes: number;
  /** The unpacked bytes, in blocks. Throws UnreadableFileError. */
  unpacked(): AsyncGenerator<Uint8Array, void, undefined>;
}

/** A workbook has some ten entries, and a few more for each sheet. Each is read apart, so their number is bounded first. */
const MAX_ENTRIES = 5_000;
const part = { one: "part", many: "parts" };
/** The whole directory is in memory. */
const MAX_DIRECTORY_BYTES = 1_000_000;
/** Of an entry without its name. */
const ENTRY_BYTES = 46;
const BLOCK_BYTES = 65_536;

/** A refusal of an archive that cannot be read to its end. */
export function damaged(): UnreadableFileError {
  return new UnreadableFileError("This workbook is damaged. Open it in Excel, save it again, and choose the new file.");
}

/** The entries of a zip archive by name, from the directory at its end. Throws UnreadableFileError. */
export async function zipEntries(source: ByteSource): Promise<Map<string, ZipEntry>> {
  const archive = await refusing(fromRandomAccessReaderPromise(new SourceReader(source), source.size, OPTIONS));
  if (archive.entryCount > MAX_ENTRIES)
    throw new UnreadableFileError(
      `This workbook has ${counted(archive.entryCount, part, plainLocale)}; at most ${counted(MAX_ENTRIES, part, plainLocale)} are allowed. Save the sheet as CSV, and choose that file.`,
    );
  const found = archive.eachEntry();
  const entries = new Map<string, ZipEntry>();
  let bytes = 0;
  for (let next = await refusing(found.next()); !next.done; next = await refusing(found.next())) {
    const entry = next.value;
    bytes += ENTRY_BYTES + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    if (bytes > MAX_DIRECTORY_BYTES) throw damaged();
    if (entry.isEncrypted())
      throw new UnreadableFileError(
        "This file is protected by a password. Save it without a password, and choose the new file.",
      );
    entries.set(entry.fileName, {
      bytes: entry.uncompressedSize,
      unpacked: () => blocksOf(archive.openReadStreamPromise(entry)),
    });
  }
  return entries;
}

/** The source outlives the archive and closes itself. */
const OPTIONS = { autoClose: false, validateEntrySizes: true };

class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(packedBlocks(this.#source, start, end));
  }
}

async function* packedBlocks(source: ByteSource, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += BLOCK_BYTES) yield await source.read(at, Math.min(BLOCK_BYTES, end - at));
}

async function* blocksOf(opening: Promise<Readable>): AsyncGenerator<Uint8Array, void, undefined> {
  const stream: AsyncIterable<Uint8Array> = await refusing(opening);
  const blocks = stream[Symbol.asyncIterator]();
  try {
    for (let next = await refusing(blocks.next()); !next.done; next = await refusing(blocks.next())) yield next.value;
  } finally {
    await blocks.return?.();
  }
}

async function refusing<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch {
    throw damaged();
  }
}
