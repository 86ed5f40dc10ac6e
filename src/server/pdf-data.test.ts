import { expect, test } from "vitest";
import { readPdfData } from "./pdf-data";

test.each([
  ["cmaps", "Adobe-Japan1-UCS2.bcmap", "application/octet-stream"],
  ["standard_fonts", "LiberationSans-Regular.ttf", "application/octet-stream"],
  ["wasm", "openjpeg.wasm", "application/wasm"],
])("the viewer of PDFs has %s/%s", async (folder, name, type) => {
  const read = await readPdfData(folder, name);
  expect(read.type).toBe(type);
  expect(read.content.length).toBeGreaterThan(100);
});

test.each([
  ["build", "pdf.mjs"],
  ["cmaps", "../package.json"],
  ["cmaps", "..%2f..%2fpg%2fpackage.json"],
  ["..", "package.json"],
  ["constructor", "name"],
  ["cmaps", "None.bcmap"],
])("and nothing else: %s/%s", async (folder, name) => {
  await expect(readPdfData(folder, name)).rejects.toMatchObject({ code: "NOT_FOUND" });
});
