import { z } from "zod";

export interface EventDefinition<Payload extends z.ZodType = z.ZodType> {
  name: string;
  entity: string;
  payload: Payload;
  /** Timelines show all such events of one batch as one entry. */
  batched: boolean;
  /** Consumers do not get such events of a batch one by one: the event that ends the batch stands for all. */
  quiet: boolean;
  /** Only for the log: no consumer gets such events. */
  logOnly: boolean;
}

interface Handling<Verb> {
  logOnly?: readonly Verb[];
  batched?: readonly Verb[];
  /** These are batched too. */
  quiet?: readonly Verb[];
}

/**
 * Typed events of one entity: `defineEvents("account", { created: noData })` gives the event `account.created`. The
 * last argument names those that timelines show once for a whole batch, and those that only the log holds.
 */
export function defineEvents<const E extends string, P extends Record<string, z.ZodType>>(
  entity: E,
  payloads: P,
  { batched = [], quiet = [], logOnly = [] }: Handling<keyof P & string> = {},
) {
  const entries = Object.entries(payloads).map(([verb, payload]) => [
    verb,
    {
      name: `${entity}.${verb}`,
      entity,
      payload,
      batched: batched.includes(verb) || quiet.includes(verb),
      quiet: quiet.includes(verb),
      logOnly: logOnly.includes(verb),
    },
  ]);
  return Object.fromEntries(entries) as { [K in keyof P]: EventDefinition<P[K]> };
}

/** The payload of events whose changed fields say everything. */
export const noData = z.object({});
