import "server-only";
import { query, router } from "@/server/trpc";
import { newestEvent } from "./operations";

export const realtimeRouter = router({ newest: query(newestEvent) });
