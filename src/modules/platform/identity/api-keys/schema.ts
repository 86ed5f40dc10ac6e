import { z } from "zod";
import { id, instant, permission, reference, shortText } from "@/lib/zod";

export const apiKey = z
  .object({
    id,
    name: z.string(),
    /** The first characters, by which people recognise a key. */
    prefix: z.string(),
    scopes: z.array(z.string()),
    member: reference,
    createdAt: instant,
    lastUsedAt: instant.nullable(),
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof apiKey>;
export const apiKeyList = z.array(apiKey);

export const createApiKeyInput = z.object({
  name: shortText,
  scopes: z.array(permission).min(1, "Choose at least one permission."),
  expiresAt: instant.nullish(),
});
/** The only response that ever contains the key itself. */
export const createdApiKey = apiKey.extend({ key: z.string() });
export const apiKeyIdInput = z.object({ id });
