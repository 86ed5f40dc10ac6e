import "server-only";
import { query, router } from "@/server/trpc";
import { listChanges } from "./operations/changes";
import { listTimeline } from "./operations/timeline";

export const eventsRouter = router({ timeline: query(listTimeline), changes: query(listChanges) });
