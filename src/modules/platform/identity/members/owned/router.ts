import "server-only";
import { query, router } from "@/server/trpc";
import { countOwned } from "./operations";

export const ownedRouter = router({ count: query(countOwned) });
