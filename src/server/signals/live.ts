import "server-only";
import type { Channel } from "@/lib/channels";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx, TenantInfo } from "../context.ts";
import { processWide } from "../process-wide.ts";
import type { Scope } from "../scope.ts";
import type { AudienceLevel } from "./audience.ts";

/** An object whose changes are sent to open screens. */
export interface LiveObject {
  scope: Scope;
  /** The audience of its records; by default the workspace's visibility setting for the object. */
  level?: AudienceLevel;
  /** Events that end work on thousands of records of other objects, which get no signal of their own. */
  changesAll?: { events: readonly string[]; entities: readonly string[] };
}

const registeredObjects = processWide<ReadonlyMap<string, LiveObject>>("live objects");

/** Called by the registry when it is loaded. */
export function registerLive(objects: readonly LiveObject[]): void {
  registeredObjects.set(new Map(objects.map((object) => [object.scope.entity, object])));
}

/** Throws if no registry passed any: no screen would update, and records would seem to be hidden. */
export function liveObject(entity: string): LiveObject | undefined {
  return registeredObjects.required().get(entity);
}

/** The workspace's channel for signals that all its members may know. */
export const everyone = ({ id, departures }: Pick<TenantInfo, "id" | "departures">): Channel => ({
  kind: "workspace",
  tenantId: id,
  departures,
});

export function levelOf(ctx: Ctx, { scope, level }: LiveObject): AudienceLevel {
  const { entity, owned } = scope;
  return (
    level ?? (owned ? (ctx.tenant.visibility[nounOf(entity)?.accessFrom?.entity ?? entity] ?? "everyone") : "everyone")
  );
}
