import "server-only";
import type { z } from "zod";
import { env } from "@/env";
import { limitRows } from "@/lib/csv/limit-rows";
import { headOf, limitBytes } from "@/lib/csv/parse-csv";
import { isVcard, VCARD_HEAD_BYTES } from "@/lib/vcard/cards";
import { platform } from "@/modules/platform/module";
import { inBackground } from "@/server/background";
import { bufferToDisk } from "@/server/buffer-to-disk";
import type { Ctx } from "@/server/context";
import { AppError, invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { requireStill } from "@/server/member-ctx";
import { importEvents } from "../events";
import { storedOptions } from "../rules";
import { addFileInput, addFileOutput, uploadQuery } from "../schema";
import { fileOf } from "./change-file";
import { editDraft, requireOpen } from "./import-state";
import { withoutUnseen } from "./named-records";
import { changesImport } from "./operation-heads";
import { filesOf } from "./present-import";
import { type Matched, readFileJob, refused } from "./read-file";
import { nationalNumbersOf } from "./shared-decisions";
import { emptyFile } from "./stage-rows";

const maxFiles = 20;

export const addImportFile = platform.operation({
  ...changesImport,
  external: true,
  input: addFileInput,
  output: addFileOutput,
  upload: { path: "/imports/{id}/files", query: uploadQuery },
  describe:
    "Adds a CSV file, an Excel workbook (.xlsx) or vCards (.vcf, without their pictures) to an import: format, type of record and columns are detected. VALIDATION, with row and column, if it cannot be read; nothing of it is kept then.",
  async run(ctx, input) {
    const content = input.content;
    if (!isStream(content)) throw invalid("content", "The request contains no file. Send the file as its body.");
    const { file, replaced } = await inTransaction(ctx, (inner) => beginFile(inner, input));
    const partIds: string[] = [];
    try {
      const { tenant } = ctx;
      const { name, format = {} } = input;
      // Counted as it comes in: a file that is too large is refused before its rows are staged.
      const bytes = bufferToDisk(await limited(content));
      const read = await inBackground(
        readFileJob,
        { tenantId: tenant.id, fileId: file.id, importId: input.id, position: file.position, name, format, replaced },
        bytes,
      );
      partIds.push(...read.parts.map(({ fileId }) => fileId));
      const files = [{ fileId: file.id, facts: read.facts }, ...read.parts];
      await requireStill(ctx, "record:import");
      await inTransaction(ctx, async (inner) => {
        // First: an answer that is given meanwhile waits, and then finds this file too.
        await editDraft(inner, input.id);
        const nationalNumbers = await nationalNumbersOf(inner, input.id);
        for (const { fileId, facts } of files) {
          const { options: own, choices } = await withoutUnseen(inner, facts);
          const options = { ...own, nationalNumbers };
          await inner.db.importFile.update({
            where: { id: fileId },
            data: { ...facts, options: storedOptions(options), choices, status: "ready" },
          });
        }
        if (replaced) await removeReplaced(inner, replaced.ids);
        emit(inner, importEvents.fileAdded, { id: input.id, data: { name: input.name, rows: read.facts.rowCount } });
      });
      return { id: input.id, fileId: file.id, fileIds: files.map(({ fileId }) => fileId) };
    } catch (error) {
      await ctx.db.importFile.deleteMany({ where: { id: { in: [file.id, ...partIds] }, status: "reading" } });
      throw refused(input.name, error);
    }
  },
});

/** A file within the limits. A vCard has many lines for each of its records: those are counted when they are read. */
async function limited(content: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const { head, stream } = await headOf(limitBytes(content, env.IMPORT_MAX_BYTES), VCARD_HEAD_BYTES);
  return isVcard(head) ? stream : limitRows(stream);
}

/** Takes the next place among the files of an import, or that of the one that is replaced. */
async function beginFile(ctx: Ctx, input: z.output<typeof addFileInput>) {
  const { files, nextPosition } = await requireOpen(ctx, input.id);
  const replaced = input.replaces === undefined ? null : await replacedOf(ctx, input.id, input.replaces);
  if (files >= maxFiles && !replaced) throw invalid("content", `An import can have at most ${maxFiles} files.`);
  const file = await ctx.db.importFile.create({
    data: { ...emptyFile, importId: input.id, name: input.name, position: replaced?.position ?? nextPosition },
    select: { id: true, position: true },
  });
  return { file, replaced };
}

/** A file that is read again, with all objects of its rows. */
async function replacedOf(ctx: Ctx, importId: string, fileId: string) {
  const file = await fileOf(ctx, importId, fileId);
  const { headerKey, sheet, position, mixed } = file;
  // In their order, which addresses name them by.
  const all = (await filesOf(ctx, importId))
    .filter((one) => one.position === position)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const parts = all.map((one): Matched => {
    const { entity, needsObject, mapping, options, choices } = one;
    return { entity, needsObject, mapping, options, choices };
  });
  return { ids: all.map(({ id }) => id), position, headerKey, sheet, mixed, parts };
}

/** CONFLICT where another reading of the same file took its place, or somebody removed it. */
async function removeReplaced(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { count } = await ctx.db.importFile.deleteMany({ where: { id: { in: [...ids] } } });
  if (count !== ids.length)
    throw new AppError(
      "CONFLICT",
      "This file was read again or removed at the same time. Check the files and try again.",
    );
}

function isStream(content: unknown): content is AsyncIterable<Uint8Array> {
  return typeof content === "object" && content !== null && Symbol.asyncIterator in content;
}
