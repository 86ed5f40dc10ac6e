import { z } from "zod";
import { id } from "@/lib/zod";
import { columnMapping, fileInput, importIdInput, problem } from "../schema";
import { columnCheck } from "../values/schema";

/** Columns that are brought in together, with what became of their values so far. */
export const broughtColumns = z
  .object({
    id,
    columns: z.array(columnMapping),
    /** failed: the work ended before the last record, with the reason. */
    status: z.enum(["waiting", "done", "failed"]),
    failure: z.string().nullable(),
    askedById: id,
    askedKeyId: id.nullable(),
    requestId: z.string(),
    /** The last line that is done. */
    after: z.object({ line: z.int(), recordId: id }).nullable(),
    records: z.int(),
    done: z.int(),
    /** Values written, and those whose record had another one already. */
    written: z.int(),
    had: z.int(),
    /** Rows whose record is gone, or not visible to who asked. */
    gone: z.int(),
    /** Values that do not fit, and the first of them. */
    refused: z.int(),
    problems: z.array(z.object({ line: z.int(), problem })),
  })
  .meta({ id: "BroughtColumns" });
export type BroughtColumns = z.infer<typeof broughtColumns>;

export const keptFile = z.object({
  fileId: id,
  name: z.string(),
  entity: z.string(),
  /** Fields that its columns fill. */
  fields: z.array(z.string()),
  /** Columns of the file that fill no field. */
  columns: z.array(columnCheck),
  brought: z.array(broughtColumns.omit({ askedById: true, askedKeyId: true, requestId: true, after: true })),
});
export const listKeptColumnsInput = importIdInput;
export const keptFiles = z.array(keptFile);
export const bringInInput = fileInput.extend({ columns: z.array(columnMapping).min(1).max(100) });
