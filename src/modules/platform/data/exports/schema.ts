import { z } from "zod";
import { listInputSchema } from "@/lib/list";
import { id, instant } from "@/lib/zod";
import { maxCopied } from "./rules";

const { cursor: _cursor, limit: _limit, ...listShape } = listInputSchema.shape;

/** A list as a screen or a program asks for it, without its pages. */
export const exportedList = z.object({
  ...listShape,
  archived: z.boolean().optional(),
  within: z.object({ field: z.string().min(1).max(100), value: z.string().max(500).nullable() }).optional(),
});
export type ExportedList = z.output<typeof exportedList>;

export const exportFormats = ["csv", "xlsx"] as const;
/** Dates and numbers as people of the workspace write them, or as programs do. */
export const exportValues = ["mine", "machine"] as const;
export const exportStatuses = [
  "ready",
  "waiting",
  "running",
  "done",
  "failed",
  "cancelled",
  "expired",
  "copied",
] as const;

const noun = z.string().min(1).max(60);
const columns = z.array(z.string().min(1).max(100)).max(300);

export const exportRequest = z.object({
  noun,
  list: exportedList,
  /** The fields in the order of their columns; all that the caller may read if left out. */
  columns: columns.optional(),
  format: z.enum(exportFormats),
  values: z.enum(exportValues),
  /** A field: a workbook has a sheet for each of its values. */
  group: z.string().min(1).max(100).optional(),
  /** The name of the view, for the cover. */
  view: z.string().max(200).optional(),
});
export type ExportRequest = z.output<typeof exportRequest>;

export const previewInput = z.object({ noun, list: exportedList });
export const exportPreview = z
  .object({
    /** Records that the file has. */
    rows: z.int(),
    /** Records of the list that the caller's right to export does not cover. */
    beyond: z.int(),
    /** More than one stream holds: a job writes the file. */
    asJob: z.boolean(),
    /** The names of the fields of which the file can have columns. */
    columns: z.array(z.string()),
  })
  .meta({ id: "ExportPreview" });

export const recordExport = z
  .object({
    id,
    noun: z.string(),
    format: z.enum(exportFormats),
    status: z.enum(exportStatuses),
    rowsTotal: z.int(),
    rowsDone: z.int(),
    rowsBeyond: z.int(),
    sizeBytes: z.int().nullable(),
    failure: z.string().nullable(),
    askedAt: instant,
    expiresAt: instant,
    /** Where the file is within the app, while it can be downloaded; only its asker gets it. */
    address: z.string().nullable(),
  })
  .meta({ id: "RecordExport" });
export type RecordExport = z.output<typeof recordExport>;
export const recordExports = z.object({ rows: z.array(recordExport) });

export const exportIdInput = z.object({ id });
export const copyInput = z.object({
  noun,
  columns: columns.optional(),
  ids: z.array(id).min(1).max(maxCopied),
});
/** Lines of cells between tabs, as sheets take them from the clipboard. */
export const copiedTable = z.object({ text: z.string(), rows: z.int(), beyond: z.int() });
export const exportedFile = z.object({
  name: z.string(),
  format: z.enum(exportFormats),
  status: z.enum(["ready", "done"]),
});
