import { z } from "zod";
import { id, instant, lineUpTo, version } from "@/lib/zod";
import { columnMapping, fileInput } from "../schema";

/** Saved mappings of a workspace at most. */
export const maxMappings = 200;

/** How one column is read, by its header. */
export const savedColumn = columnMapping.omit({ column: true }).extend({ header: z.string() });
export type SavedColumn = z.infer<typeof savedColumn>;

/** How files with some columns are imported: fields, formats, values of all rows, decisions, and what recognises records. */
export const importMapping = z
  .object({
    id,
    name: z.string(),
    entity: z.string(),
    /** The name of its type of record: "accounts". */
    label: z.string(),
    /** Its columns, each with the label of its field; null for a column that is not imported. */
    columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })),
    /** Fields that it fills and that were deleted or archived since. */
    lost: z.array(z.string()),
    createdBy: z.object({ id, name: z.string() }),
    updatedAt: instant,
    version,
  })
  .meta({ id: "ImportMapping" });
export type ImportMapping = z.infer<typeof importMapping>;

/** A saved mapping that fits most columns of a file. */
export const offeredMapping = z
  .object({
    id,
    name: z.string(),
    /** Its columns that fill a field, and those of them that the file has. */
    columns: z.int(),
    fits: z.int(),
    /** The file was matched by it last. */
    applied: z.boolean(),
  })
  .meta({ id: "OfferedMapping" });
export type OfferedMapping = z.infer<typeof offeredMapping>;

const name = lineUpTo(100);
export const mappingName = z.object({ name });
export const listMappingsInput = z.object({});
export const mappingList = z.array(importMapping);
/** `importMappingId`: the saved mapping whose place it takes. */
export const saveMappingInput = fileInput.extend({ name, importMappingId: id.nullable().default(null) });
export const renameMappingInput = z.object({ id, version, name });
export const mappingVersionInput = z.object({ id, version });
export const applyMappingInput = fileInput.extend({ importMappingId: id });
/** `dropped` says in sentences what of the mapping the file could not take. */
export const appliedMapping = fileInput.extend({ dropped: z.array(z.string()) });
