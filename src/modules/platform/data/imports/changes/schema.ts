import { z } from "zod";
import { id } from "@/lib/zod";
import { fieldChange } from "@/modules/platform/history/events/schema";
import { fileInput, recordPath } from "../schema";

export const listChangesInput = fileInput.extend({
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).optional(),
});
/** Records that an import changes, with each changed field. */
export const changesPage = z
  .object({
    rows: z.array(
      z.object({
        entity: z.string(),
        recordId: id,
        /** Its name now. */
        label: z.string(),
        path: recordPath,
        /** The row that changes it. */
        line: z.int(),
        /** Long texts are cut. */
        changes: z.array(fieldChange),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "ImportChanges" });
