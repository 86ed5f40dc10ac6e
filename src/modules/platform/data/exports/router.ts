import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { copyRecords, previewRecordExport } from "./operations/copy";
import { askRecordExport, cancelRecordExport, getRecordExport, listRecordExports } from "./operations/exports";

export const recordExportsRouter = router({
  preview: query(previewRecordExport),
  list: query(listRecordExports),
  get: query(getRecordExport),
  ask: mutation(askRecordExport),
  cancel: mutation(cancelRecordExport),
  copy: mutation(copyRecords),
});
