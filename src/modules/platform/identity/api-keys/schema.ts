import { z } from "zod";
import { addressRanges } from "@/lib/address-range";
import { id, instant, integer, permission, reference, shortText } from "@/lib/zod";

export const apiKey = z
  .object({
    id,
    name: z.string(),
    /** The first characters, by which people recognise a key. */
    prefix: z.string(),
    /** The secret before the last rotation, which works until then. */
    previous: z.object({ prefix: z.string(), until: instant }).nullable(),
    scopes: z.array(z.string()),
    /** The networks from which it may be used; none: from everywhere. */
    ranges: z.array(z.string()),
    /** The most requests a minute; null for as many as the plan allows. */
    perMinute: z.int().nullable(),
    member: reference,
    createdAt: instant,
    lastUsedAt: instant.nullable(),
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof apiKey>;
export const apiKeyList = z.array(apiKey);

export const apiKeyDetail = apiKey
  .extend({
    /** The most requests a minute that a key of this workspace can be given. */
    mostPerMinute: z.int(),
  })
  .meta({ id: "ApiKeyDetail" });
export type ApiKeyDetail = z.infer<typeof apiKeyDetail>;

export const perMinute = integer.min(1, "A key needs at least one request a minute.");

export const createApiKeyInput = z.object({
  name: shortText,
  scopes: z.array(permission).min(1, "Choose at least one permission."),
  expiresAt: instant.nullish(),
  ranges: addressRanges.optional(),
  perMinute: perMinute.nullish(),
});
/** The only response that ever contains the key itself. */
export const createdApiKey = apiKey.extend({ key: z.string() }).meta({ id: "CreatedApiKey" });
export const apiKeyIdInput = z.object({ id });
export const updateApiKeyInput = apiKeyIdInput.extend({
  ranges: addressRanges.optional(),
  perMinute: perMinute.nullable().optional(),
});
