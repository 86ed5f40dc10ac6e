import "server-only";
import { query, router } from "@/server/trpc";
import { listOnline, newestEvent } from "./operations";

export const realtimeRouter = router({ newest: query(newestEvent), online: query(listOnline) });
