import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { beginConnection } from "./operations/connecting";
import { disconnectConnection } from "./operations/ending";
import { listIntegrations } from "./operations/list";
import { pauseConnection, resumeConnection } from "./operations/pausing";

export const connectionsRouter = router({
  list: query(listIntegrations),
  begin: mutation(beginConnection),
  pause: mutation(pauseConnection),
  resume: mutation(resumeConnection),
  disconnect: mutation(disconnectConnection),
});
