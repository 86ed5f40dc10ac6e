import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { countFollowUps, getFollowUpSettings, listFollowUps, setFollowUpSettings } from "./operations";

export const followUpsRouter = router({
  list: query(listFollowUps),
  count: query(countFollowUps),
  settings: query(getFollowUpSettings),
  setSettings: mutation(setFollowUpSettings),
});
