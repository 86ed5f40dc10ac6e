import "server-only";
import { z } from "zod";
import type { Due } from "@/lib/due";
import type { EventDefinition } from "@/lib/events";
import type { Activity } from "../activity.ts";
import type { Ctx } from "../context.ts";
import type { ModuleKey } from "../entitlements.ts";
import { processWide } from "../process-wide.ts";

/** The part of an event that the workflow server gets: ids, never content. */
export const deliveredEvent = z.object({
  /** One effect for each workspace, event and round. */
  key: z.string(),
  tenantId: z.uuid(),
  eventId: z.uuid(),
  /** Its name when it happened; a retry has another one. */
  name: z.string(),
  entity: z.string(),
  entityId: z.uuid(),
  version: z.int().nullable(),
  memberId: z.uuid().nullable(),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** 0, then one more with each manual retry. */
  round: z.int(),
});
export type DeliveredEvent = z.output<typeof deliveredEvent>;

export interface JobWork {
  event: DeliveredEvent;
  /**
   * Does a part of the work that is not repeated once done, with the workspace's context and the system's rights; for
   * a member's rights use `memberCtx`. Retried when it throws. Store large results in the database.
   */
  step<T extends string | number | boolean | null>(id: string, work: (ctx: Ctx) => Promise<T>): Promise<T>;
  /**
   * Waits until an instant in ISO 8601, however distant; returns at once for a past one. The run's concurrency slot is
   * free meanwhile.
   */
  sleepUntil(id: string, at: string): Promise<void>;
}

export interface JobDef {
  /** Never changed: running jobs are identified by it. */
  id: string;
  /** Description for people. */
  label: string;
  on: readonly EventDefinition[];
  /**
   * For scheduled work: what is due in a workspace now, and when to ask next. Called then, after the events of `wakes`, and
   * after each run; due work starts with the first event of `on`.
   */
  due?(ctx: Ctx, now: Date): Promise<Due>;
  /** Events after which something may be due at another time. */
  wakes?: readonly EventDefinition[];
  /** Asked soon after something was used or changed in a workspace, too. */
  after?: Activity;
  /** Steps that one workspace may run at once. */
  atOnce: number;
  /** Runs in a suspended workspace too, and checks itself what it may do there. */
  whileSuspended?: true;
  /**
   * Deletes the workspace: it alone runs when the deletion is due, and may end without a workspace. Steps that are
   * repeated after that do nothing and return null.
   */
  whileDeleted?: true;
  /** Code outside steps must have no effect: it runs again from the start for each step. */
  run(work: JobWork): Promise<void>;
}

/** Deferred work of a module. */
export interface Job extends JobDef {
  module: ModuleKey;
}

/** Work on rows that belong to no workspace, or to find the workspaces where something is late. */
export interface PlatformJob {
  /** Never changed: running jobs are identified by it. */
  id: string;
  /** Description for people. */
  label: string;
  /** When it runs, as a cron expression in UTC. */
  cron: string;
  /** Code outside steps must have no effect: it runs again from the start for each step. */
  run(
    step: <T extends string | number | boolean | null>(id: string, work: () => Promise<T>) => Promise<T>,
  ): Promise<void>;
}

interface Registered {
  jobs: readonly Job[];
  platformJobs: readonly PlatformJob[];
  /** Events after which every job of a workspace is asked: its plan, its time zone or that it may be changed again may decide. */
  wakesAll: readonly EventDefinition[];
}

const registeredJobs = processWide<Registered>("jobs");
const registered = (): Registered => registeredJobs.get() ?? { jobs: [], platformJobs: [], wakesAll: [] };

/** Called by the registry when it is loaded. */
export function registerJobs(list: readonly Job[], others: Partial<Omit<Registered, "jobs">> = {}): void {
  registeredJobs.set({ platformJobs: [], wakesAll: [], ...others, jobs: list });
}

export const jobs = (): readonly Job[] => registered().jobs;
export const platformJobs = (): readonly PlatformJob[] => registered().platformJobs;
export const wakesAll = (): readonly EventDefinition[] => registered().wakesAll;
