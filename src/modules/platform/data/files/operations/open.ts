import "server-only";
import { Readable } from "node:stream";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { savedAs } from "@/server/file-endpoint";
import { downloadAddress, NotStored, readStored, storageIsOpen } from "@/server/storage";
import { kindOf } from "../rules";
import { openedFile, openFileInput } from "../schema";
import { fileScope } from "../scope";

/** Served to a browser that asks for a file: nothing of it is run, whatever it is. */
const inert = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "private, no-store",
};
const unknown = "application/octet-stream";

export const openFile = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  staff: "never",
  input: openFileInput,
  output: openedFile,
  uses: [{ scope: fileScope, ids: ({ id }) => [id] }],
  describe: "Returns where the content of a file lies, to a reader of its record; only routes of the app call it.",
  async run(ctx, { id, number, as }) {
    const row = await ctx.db.fileVersion.findFirst({
      where: { fileId: id, file: { removedAt: null }, ...(number === null ? { current: true } : { number }) },
      select: { storageKey: true, thumbnailKey: true, contentType: true, size: true, file: { select: { name: true } } },
    });
    const key = as === "thumbnail" ? row?.thumbnailKey : row?.storageKey;
    if (!row || !key) throw notFound("file");
    return { key, name: row.file.name, contentType: row.contentType, size: Number(row.size) };
  },
});

/** The answer to a request for a file. */
interface Served {
  status: number;
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array> | null;
}

/** The version and the range of bytes that a request for a file names. */
function askedOf(id: string, { url, headers }: Request) {
  const version = new URL(url).searchParams.get("version");
  if (version !== null && !/^[1-9]\d{0,8}$/.test(version)) throw notFound("file");
  return { id, number: version === null ? null : Number(version), range: headers.get("range") };
}

/** A file to save: by an address of storage that works for a minute, or through the app where browsers do not reach storage. */
export async function downloadFile(ctx: Ctx, id: string, request: Request): Promise<Served> {
  const { range, ...asked } = askedOf(id, request);
  const { key, name, contentType, size } = await openFile(ctx, { ...asked, as: "download" });
  const headers = savedAs(name, kindOf(contentType) === "other" ? unknown : contentType);
  if (storageIsOpen()) {
    const location = await downloadAddress(key, headers);
    return { status: 302, headers: { location, "cache-control": "private, no-store" }, body: null };
  }
  return await streamed({ key, size }, range, headers);
}

/** The bytes of a file for a preview. Only types of the closed list are named; a PDF is bytes, which our viewer draws. */
export async function previewFile(ctx: Ctx, id: string, request: Request): Promise<Served> {
  const { range, ...asked } = askedOf(id, request);
  const { key, name, contentType, size } = await openFile(ctx, { ...asked, as: "preview" });
  const kind = kindOf(contentType);
  if (kind === "other") throw notFound("file");
  const type = kind === "text" ? "text/plain; charset=utf-8" : contentType;
  const headers = kind === "pdf" ? savedAs(name, unknown) : { "content-type": type, "content-disposition": "inline" };
  return await streamed({ key, size }, range, headers);
}

/** The thumbnail of a picture: made by us, and the same for ever under its address. */
export async function thumbnailFile(ctx: Ctx, id: string, request: Request): Promise<Served> {
  const { number } = askedOf(id, request);
  const { key } = await openFile(ctx, { id, number, as: "thumbnail" });
  const headers = { ...inert, "content-type": "image/webp", "cache-control": "private, max-age=86400, immutable" };
  return { status: 200, headers, body: await readable(key) };
}

async function streamed(
  { key, size }: { key: string; size: number },
  asked: string | null,
  headers: Record<string, string>,
): Promise<Served> {
  const all = { ...inert, "accept-ranges": "bytes", ...headers };
  const range = rangeOf(asked, size);
  if (range === "beyond") return { status: 416, headers: { ...inert, "content-range": `bytes */${size}` }, body: null };
  if (!range) return { status: 200, headers: { ...all, "content-length": String(size) }, body: await readable(key) };
  const { start, end } = range;
  const part = { "content-length": String(end - start + 1), "content-range": `bytes ${start}-${end}/${size}` };
  return { status: 206, headers: { ...all, ...part }, body: await readable(key, range) };
}

async function readable(key: string, range?: { start: number; end: number }): Promise<ReadableStream<Uint8Array>> {
  try {
    return Readable.toWeb(await readStored(key, range)) as ReadableStream<Uint8Array>;
  } catch (error) {
    if (error instanceof NotStored) throw notFound("file");
    throw error;
  }
}

/** One range of bytes; null for the whole, also where several are asked for. */
export function rangeOf(asked: string | null, size: number): { start: number; end: number } | "beyond" | null {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(asked ?? "") ?? [];
  if (from === "" && to === "") return null;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return start > end ? "beyond" : { start, end };
}
