import "server-only";
import { query, router } from "@/server/trpc";
import { countOwned } from "./operations";

export const recordsRouter = router({ owned: query(countOwned) });
