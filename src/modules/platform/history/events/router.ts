import "server-only";
import { query, router } from "@/server/trpc";
import { listChanges } from "./operations/changes";
import { listFeed } from "./operations/feed";
import { listTimeline } from "./operations/timeline";

export const eventsRouter = router({
  timeline: query(listTimeline),
  changes: query(listChanges),
  feed: query(listFeed),
});
