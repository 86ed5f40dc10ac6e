import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { askExport, listExports, openDownload } from "./operations/exports";

export const exportsRouter = router({
  list: query(listExports),
  ask: mutation(askExport),
  openDownload: mutation(openDownload),
});
