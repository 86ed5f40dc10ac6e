import { z } from "zod";

export interface EventDefinition<Payload extends z.ZodType = z.ZodType> {
  name: string;
  entity: string;
  payload: Payload;
}

/** Typed events of one entity: `defineEvents("account", { created: noData })` gives the event `account.created`. */
export function defineEvents<const E extends string, P extends Record<string, z.ZodType>>(entity: E, payloads: P) {
  const entries = Object.entries(payloads).map(([verb, payload]) => [
    verb,
    { name: `${entity}.${verb}`, entity, payload },
  ]);
  return Object.fromEntries(entries) as { [K in keyof P]: EventDefinition<P[K]> };
}

/** The payload of events that say everything in the changed fields. */
export const noData = z.object({});
