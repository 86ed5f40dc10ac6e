import "server-only";
import { query, router } from "@/server/trpc";
import { checkMentions } from "./operations/check";
import { labelMentions } from "./operations/labels";
import { suggestMentions } from "./operations/suggest";

export const mentionsRouter = router({
  check: query(checkMentions),
  labels: query(labelMentions),
  suggest: query(suggestMentions),
});
