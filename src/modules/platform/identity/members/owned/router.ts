import "server-only";
import { query, router } from "@/server/trpc";
import { countOwned, countOwnedBy } from "./operations";

export const ownedRouter = router({ count: query(countOwned), countBy: query(countOwnedBy) });
