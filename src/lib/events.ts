import { z } from "zod";

export interface EventDefinition<Payload extends z.ZodType = z.ZodType> {
  name: string;
  entity: string;
  payload: Payload;
  /** Timelines tell all such events of one batch in one entry. */
  batched: boolean;
}

/**
 * Typed events of one entity: `defineEvents("account", { created: noData })` gives the event `account.created`.
 * `batched` names those that timelines tell once for their whole batch.
 */
export function defineEvents<const E extends string, P extends Record<string, z.ZodType>>(
  entity: E,
  payloads: P,
  batched: readonly (keyof P & string)[] = [],
) {
  const entries = Object.entries(payloads).map(([verb, payload]) => [
    verb,
    { name: `${entity}.${verb}`, entity, payload, batched: batched.includes(verb) },
  ]);
  return Object.fromEntries(entries) as { [K in keyof P]: EventDefinition<P[K]> };
}

/** The payload of events that say everything in the changed fields. */
export const noData = z.object({});
