import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { createApiKey, listApiKeys, revokeApiKey } from "./operations";

export const apiKeysRouter = router({
  list: query(listApiKeys),
  create: mutation(createApiKey),
  revoke: mutation(revokeApiKey),
});
