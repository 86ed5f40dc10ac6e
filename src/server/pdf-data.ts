import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { notFound } from "./errors.ts";

/** Data that the viewer of PDFs loads for some documents: character maps, fonts, decoders of pictures, colour profiles. */
const folders: Readonly<Record<string, RegExp>> = {
  cmaps: /^[\w-]+\.bcmap$/,
  standard_fonts: /^[\w-]+\.(pfb|ttf)$/,
  wasm: /^[\w-]+\.wasm$/,
  iccs: /^[\w-]+\.icc$/,
};

/** A file of the viewer's package, with its type. NOT_FOUND for any other name. */
export async function readPdfData(folder: string, name: string): Promise<{ content: Buffer; type: string }> {
  const names = Object.hasOwn(folders, folder) ? folders[folder] : undefined;
  if (!names?.test(name)) throw notFound("file");
  const path = join(process.cwd(), "node_modules/pdfjs-dist", folder, name);
  const content = await readFile(path).catch(() => {
    throw notFound("file");
  });
  return { content, type: name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream" };
}
