import "server-only";
import { defineModule } from "@/server/operation";

/** Without a licence of its own: each connection needs that of its service. */
export const hub = defineModule({ key: "platform" });
