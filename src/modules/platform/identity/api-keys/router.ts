import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { listApiKeyRefusals, listApiKeyUses } from "./log/operations/read";
import { createApiKey, getApiKey, listApiKeys, revokeApiKey, updateApiKey } from "./operations";
import { rotateApiKey } from "./rotation/operations/rotate";

export const apiKeysRouter = router({
  list: query(listApiKeys),
  get: query(getApiKey),
  uses: query(listApiKeyUses),
  refusals: query(listApiKeyRefusals),
  create: mutation(createApiKey),
  update: mutation(updateApiKey),
  rotate: mutation(rotateApiKey),
  revoke: mutation(revokeApiKey),
});
