import { z } from "zod";
import { licenceKeys } from "@/lib/licences";
import { id, instant, reference, version } from "@/lib/zod";
import { connectionStates, outcomes } from "./rules";

export const providerKey = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z0-9-]+$/, "There is no such integration.");

export const connection = z
  .object({
    id,
    provider: z.string(),
    state: z.enum(connectionStates),
    account: z.object({ id: z.string(), name: z.string() }),
    scopes: z.array(z.string()),
    connectedBy: reference.nullable(),
    connectedAt: instant,
    pausedAt: instant.nullable(),
    disconnectedAt: instant.nullable(),
    /** Until then the same account goes on where it was. */
    keptUntil: instant.nullable(),
    /** Why it does not work, in words; null while it works. */
    failure: z.string().nullable(),
    failedAt: instant.nullable(),
    /** Calls of today at the service, of all its clients where it says so; `limit` null where it has none. */
    calls: z.object({ used: z.int(), limit: z.int().nullable() }).nullable(),
    version,
  })
  .meta({ id: "Connection" });
export type Connection = z.infer<typeof connection>;

/** The records that a connection keeps equal. */
const syncHealth = z
  .object({
    inSync: z.int(),
    /** Values and records that wait for somebody. */
    problems: z.int(),
    /** Everything before this time was looked at; null while a first run is still to end. */
    upTo: instant.nullable(),
  })
  .meta({ id: "SyncHealth" });
export type SyncHealth = z.infer<typeof syncHealth>;

/** A service of this build, with the connection of the workspace if there is one. */
export const integration = z
  .object({
    provider: z.string(),
    label: z.string(),
    group: z.string(),
    purpose: z.string(),
    licence: z.enum(licenceKeys),
    /** Whether the workspace has its licence. */
    on: z.boolean(),
    /** Whether the operator has set it up. */
    available: z.boolean(),
    state: z.enum(connectionStates),
    connection: connection.nullable(),
    /** Null before a first sync was started. */
    sync: syncHealth.nullable(),
  })
  .meta({ id: "Integration" });
export type Integration = z.infer<typeof integration>;
export const integrations = z.array(integration);

export const beginConnectionInput = z.object({
  provider: providerKey,
  /** Asks again for one that is connected, such as when the person who connected it leaves. */
  again: z.boolean().optional(),
});
export const consent = z.object({
  /** The page of the service on which the same person allows access. */
  url: z.string(),
  expiresAt: instant,
});
export const connectionId = z.object({ id });

export const completeConnectionInput = z.object({
  provider: providerKey,
  state: z.string().max(200),
  /** Null where the person did not allow access. */
  code: z.string().min(1).max(2_000).nullable(),
});
export const completedConnection = z.object({ outcome: z.enum(outcomes) });
