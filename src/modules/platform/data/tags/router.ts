import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { archiveTag, createTag, listTags, mergeTag, restoreTag, updateTag } from "./operations/tags";

export const tagsRouter = router({
  list: query(listTags),
  create: mutation(createTag),
  update: mutation(updateTag),
  archive: mutation(archiveTag),
  restore: mutation(restoreTag),
  merge: mutation(mergeTag),
});
