import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { CsvRefusal } from "@/lib/csv/csv-refusal";

/** Bytes that can be read in any order. */
export interface ByteSource {
  size: number;
  read(at: number, length: number): Promise<Uint8Array>;
}

export interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  packedBytes: number;
  /** As the archive declares it; unpacking stops there. */
  bytes: number;
  headerAt: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const MOST_DIRECTORY_BYTES = 10_000_000;
const BLOCK_BYTES = 65_536;

/** A refusal of an archive that cannot be read to its end. */
export function damaged(): CsvRefusal {
  return new CsvRefusal("This workbook is damaged. Open it in Excel, save it again, and choose the new file.");
}

/** The entries of a zip archive by name, from the directory at its end. Throws CsvRefusal. */
export async function zipEntries(source: ByteSource): Promise<Map<string, ZipEntry>> {
  const end = await endOfDirectory(source);
  const [count, length, at] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  if (length > MOST_DIRECTORY_BYTES || at + length > source.size) throw damaged();
  const directory = await bytesAt(source, at, length);
  const entries = new Map<string, ZipEntry>();
  let next = 0;
  for (let number = 0; number < count; number += 1) {
    if (next + 46 > length || directory.readUInt32LE(next) !== DIRECTORY_ENTRY) throw damaged();
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((place) => directory.readUInt16LE(next + place));
    const name = directory.toString("utf8", next + 46, next + 46 + (nameLength ?? 0));
    if ((directory.readUInt16LE(next + 8) & 1) === 1)
      throw new CsvRefusal("This file is protected by a password. Save it without one, and choose that file.");
    const extra = directory.subarray(next + 46 + (nameLength ?? 0), next + 46 + (nameLength ?? 0) + (extraLength ?? 0));
    entries.set(name, { name, method: directory.readUInt16LE(next + 10), ...placeOf(directory.subarray(next), extra) });
    next += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (noteLength ?? 0);
  }
  return entries;
}

const ELSEWHERE = 0xffffffff;
const LONG_SIZES = 1;

/** Sizes and place of an entry; some writers note them as long numbers behind its name, however short they are. */
function placeOf(entry: Buffer, extra: Buffer): Pick<ZipEntry, "packedBytes" | "bytes" | "headerAt"> {
  const long = longSizes(extra);
  const [bytes, packedBytes, headerAt] = [24, 20, 42].map((at) => {
    const short = entry.readUInt32LE(at);
    return short === ELSEWHERE ? long.shift() : short;
  });
  if (bytes === undefined || packedBytes === undefined || headerAt === undefined) throw damaged();
  return { bytes, packedBytes, headerAt };
}

function longSizes(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== LONG_SIZES) continue;
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    return Array.from({ length: Math.floor(field.length / 8) }, (_, number) =>
      Number(field.readBigUInt64LE(number * 8)),
    );
  }
  return [];
}

async function endOfDirectory(source: ByteSource): Promise<Buffer> {
  const length = Math.min(source.size, END_BYTES + 65_535);
  const tail = await bytesAt(source, source.size - length, length);
  for (let at = length - END_BYTES; at >= 0; at -= 1)
    if (tail.readUInt32LE(at) === END_OF_DIRECTORY) return tail.subarray(at);
  throw damaged();
}

async function bytesAt(source: ByteSource, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.from(await source.read(at, length));
  if (bytes.length < length) throw damaged();
  return bytes;
}

/** The unpacked bytes of an entry, in blocks; never more than the archive declares. Throws CsvRefusal. */
export async function* unpacked(source: ByteSource, entry: ZipEntry): AsyncGenerator<Uint8Array, void, undefined> {
  const header = await bytesAt(source, entry.headerAt, 30);
  if (header.readUInt32LE(0) !== LOCAL_HEADER || (entry.method !== 0 && entry.method !== 8)) throw damaged();
  const from = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const blocks = packedBlocks(source, from, entry.packedBytes);
  let bytes = 0;
  for await (const block of entry.method === 0 ? blocks : inflated(blocks)) {
    bytes += block.length;
    if (bytes > entry.bytes) throw damaged();
    yield block;
  }
  if (bytes < entry.bytes) throw damaged();
}

async function* packedBlocks(source: ByteSource, from: number, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < length; at += BLOCK_BYTES)
    yield await bytesAt(source, from + at, Math.min(BLOCK_BYTES, length - at));
}

async function* inflated(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: BLOCK_BYTES });
  // A failure of either side reaches the reader below.
  const fed = pipeline(Readable.from(blocks), inflate).catch(() => undefined);
  try {
    for await (const block of inflate) yield block as Uint8Array;
  } catch (error) {
    throw error instanceof CsvRefusal ? error : damaged();
  } finally {
    inflate.destroy();
    await fed;
  }
}
