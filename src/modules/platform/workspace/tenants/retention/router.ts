import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { countExpired, getRetention, setRetention } from "./operations/retention";

export const retentionRouter = router({
  get: query(getRetention),
  set: mutation(setRetention),
  countExpired: query(countExpired),
});
