import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { getChangedLists, listOptionLists, updateOptionList } from "./operations/option-lists";

export const optionListsRouter = router({
  list: query(listOptionLists),
  changed: query(getChangedLists),
  update: mutation(updateOptionList),
});
