import "server-only";
import { query, router } from "@/server/trpc";
import { getTile } from "./operations";

export const homeRouter = router({ tile: query(getTile) });
