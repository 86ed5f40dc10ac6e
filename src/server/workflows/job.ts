import "server-only";
import { z } from "zod";
import type { EventDefinition } from "@/lib/events";
import type { Ctx } from "../context.ts";
import type { ModuleKey } from "../entitlements.ts";

/** What the workflow server carries of an event: ids, never what was written. */
export const toldEvent = z.object({
  /** One effect for each: workspace, event, round. */
  key: z.string(),
  tenantId: z.uuid(),
  eventId: z.uuid(),
  /** Its name when it happened; a retry comes under another one. */
  name: z.string(),
  entity: z.string(),
  entityId: z.uuid(),
  version: z.int().nullable(),
  memberId: z.uuid().nullable(),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** 0, and one more with each retry by hand. */
  round: z.int(),
});
export type ToldEvent = z.output<typeof toldEvent>;

export interface JobWork {
  event: ToldEvent;
  /**
   * Does a part of the work that is not done again once it is done, in the workspace's context and with the system's
   * rights; `memberCtx` has those of a person. It is tried again when it throws. Big results belong into the database.
   */
  step<T extends string | number | boolean | null>(id: string, work: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** Waits until a moment in ISO 8601, however far; what is past is over. The place of the run is free meanwhile. */
  sleepUntil(id: string, at: string): Promise<void>;
}

export interface JobDef {
  /** Never changed: runs that are on their way are known by it. */
  id: string;
  /** For people: what it does. */
  label: string;
  on: readonly EventDefinition[];
  /**
   * For work by the clock: what is due in a workspace at this moment, each by a name that it has once ("2026-11-20"). It is
   * asked every quarter of an hour, and answered in the first event of `on`.
   */
  due?(ctx: Ctx, now: Date): Promise<readonly string[]>;
  /** Steps that one workspace may have under way at once. */
  atOnce: number;
  /** Does its work in a suspended workspace too, where it sees to it by itself what may be done. */
  whileSuspended?: true;
  /** Outside of steps it does nothing: it is gone through from its beginning for each of them. */
  run(work: JobWork): Promise<void>;
}

/** Deferred work of a module. */
export interface Job extends JobDef {
  module: ModuleKey;
}

// On globalThis: the registry hands over once per process, whichever bundle of the server asks.
const holder = globalThis as { throughlineJobs?: readonly Job[] };

/** Called by the registry when it is loaded. */
export function registerJobs(list: readonly Job[]): void {
  holder.throughlineJobs = list;
}

export const jobs = (): readonly Job[] => holder.throughlineJobs ?? [];
