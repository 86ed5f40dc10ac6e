import "server-only";
import { query, router } from "@/server/trpc";
import { search } from "./operations";

export const searchRouter = router({ find: query(search) });
