import "server-only";
import { query, router } from "@/server/trpc";
import { listTimeline } from "./operations/timeline";

export const eventsRouter = router({ timeline: query(listTimeline) });
