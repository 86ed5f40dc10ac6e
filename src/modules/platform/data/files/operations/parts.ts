import "server-only";
import { Readable } from "node:stream";
import type { z } from "zod";
import { counted, plainLocale } from "@/lib/counted";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { invalid, notFound } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { NotStored, partAddress, storageIsOpen, storePart } from "@/server/storage";
import { presentUpload, uploadColumns } from "../row";
import { partCount, partSize } from "../rules";
import { fileUpload, partInput, sentPartInput, uploadParts, uploadPartsInput } from "../schema";
import { openUpload } from "./begin";

const requirePart = (size: number, number: number): number => {
  const expected = partSize(size, number);
  if (expected > 0) return expected;
  throw invalid("number", `This file has ${counted(partCount(size), { one: "part", many: "parts" }, plainLocale)}.`);
};

export const getUploadParts = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: uploadPartsInput,
  output: uploadParts,
  rest: { method: "POST", path: "/file-uploads/{id}/parts" },
  describe:
    "Where the bytes of parts of your upload go, each by PUT within an hour, in any order. Where `report` is true, storage takes the part itself: report its tag afterwards.",
  async run(ctx, { id, numbers }) {
    const upload = await openUpload(ctx, id);
    const rows = [...new Set(numbers)].map(async (number) => {
      const size = requirePart(Number(upload.size), number);
      const report = storageIsOpen();
      const address = report
        ? await partAddress({ key: upload.storageKey, storageId: upload.storageId, number }, size)
        : `/api/files/uploads/${id}/parts/${number}?workspace=${ctx.tenant.slug}`;
      return { number, size, address, report };
    });
    return { rows: await Promise.all(rows) };
  },
});

/** Notes a part that storage has; one that was sent again takes the place of the first. */
async function notePart(ctx: Ctx, { id, number, tag }: z.output<typeof sentPartInput>) {
  return await inTransaction(ctx, async (inner) => {
    const upload = await openUpload(inner, id);
    requirePart(Number(upload.size), number);
    await inner.db.fileUploadPart.deleteMany({ where: { uploadId: id, number } });
    await inner.db.fileUploadPart.createMany({ data: [{ uploadId: id, number, tag }], skipDuplicates: true });
    inner.outcome.unchanged = true;
    const row = await inner.db.fileUpload.findFirst({ where: { id }, select: uploadColumns });
    if (!row) throw notFound("upload");
    return presentUpload(row);
  });
}

export const reportPart = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  guests: true,
  external: true,
  input: sentPartInput,
  output: fileUpload,
  rest: { method: "POST", path: "/file-uploads/{id}/sent" },
  describe: "Reports a part of your upload that storage took itself, with the tag of its response.",
  run: notePart,
});

export const sendPart = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  guests: true,
  external: true,
  staff: "never",
  input: partInput,
  output: fileUpload,
  describe:
    "Takes a part of your upload as the body of the request: 8 MiB each, the last one the rest. VALIDATION if it has another size.",
  async run(ctx, { id, number, size, content }) {
    const upload = await openUpload(ctx, id);
    const expected = requirePart(Number(upload.size), number);
    if (!isStream(content)) throw invalid("content", "The request contains no bytes. Send the part as its body.");
    if (size !== null && size !== expected)
      throw invalid("content", `Part ${number} has ${expected} bytes, not ${size}.`);
    const { storageKey: key, storageId } = upload;
    try {
      const body = Readable.from(exactly(content, expected), { objectMode: false, highWaterMark: 256 * 1024 });
      const tag = await storePart({ key, storageId, number }, { body, size: expected });
      return await notePart(ctx, { id, number, tag });
    } catch (error) {
      if (error instanceof NotStored) throw notFound("upload");
      throw error;
    }
  },
});

function isStream(content: unknown): content is AsyncIterable<Uint8Array> {
  return typeof content === "object" && content !== null && Symbol.asyncIterator in content;
}

/** Bytes as they come in; ends with VALIDATION at the first byte too many, and where some lack. */
async function* exactly(content: AsyncIterable<Uint8Array>, expected: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const block of content) {
    bytes += block.length;
    if (bytes > expected) break;
    yield block;
  }
  if (bytes !== expected) throw invalid("content", `This part has ${expected} bytes, and others were sent.`);
}
