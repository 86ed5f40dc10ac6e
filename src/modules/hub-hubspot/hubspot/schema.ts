import { z } from "zod";

const number = z.coerce.string();

/** A change that a webhook reports; HubSpot sends up to 100 at once. */
export const webhookEvent = z.object({
  eventId: number,
  subscriptionId: number,
  portalId: number,
  occurredAt: number,
  subscriptionType: z.string(),
  objectId: number.optional(),
  fromObjectId: number.optional(),
  toObjectId: number.optional(),
  newObjectId: number.optional(),
  mergedObjectIds: z.array(number).optional(),
  changeSource: z.string().optional(),
  sourceId: number.optional(),
});
export type WebhookEvent = z.output<typeof webhookEvent>;

const text = z.string().optional().catch(undefined);
const texts = z
  .record(z.string(), z.union([z.array(z.string()), z.string()]))
  .optional()
  .catch(undefined);
const detail = z.object({ message: z.string(), code: text, context: texts });

/** How HubSpot refuses a request, or one input of a batch. Everything may be missing, and have another form. */
export const refusal = z
  .object({
    status: text,
    category: text,
    message: z.string().catch(""),
    policyName: text,
    errors: z.array(detail).catch([]),
    context: texts,
  })
  .catch({ message: "", errors: [] });
export type Refusal = z.output<typeof refusal>;

/** The values of a message that lists them: `Property values were not valid: [{…}]`. */
export const invalidValues = z.array(z.object({ message: z.string(), error: z.string(), name: z.string() })).min(1);

/**
 * The place in the changes of an object: in the list of all records, in the order of their changes, or among records of one
 * time. `began` is the time at which the present round began.
 */
export const place = z.discriminatedUnion("in", [
  z.object({ in: z.literal("list"), since: z.number(), after: z.string() }),
  z.object({ in: z.literal("changes"), from: z.number(), began: z.number().nullable() }),
  z.object({ in: z.literal("sameTime"), time: z.number(), after: z.string(), began: z.number() }),
]);
export type Place = z.output<typeof place>;
