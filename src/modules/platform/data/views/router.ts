import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { setDefaultView } from "./operations/defaults";
import { createView, deleteView, getView, listViews, moveView, restoreView, updateView } from "./operations/views";

export const viewsRouter = router({
  list: query(listViews),
  get: query(getView),
  create: mutation(createView),
  update: mutation(updateView),
  move: mutation(moveView),
  delete: mutation(deleteView),
  restore: mutation(restoreView),
  setDefault: mutation(setDefaultView),
});
