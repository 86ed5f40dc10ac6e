import "server-only";
import type { Channel } from "@/lib/channels";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx, TenantInfo } from "../context.ts";
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

// On globalThis: the registry registers once per process, whichever bundle of the server asks.
const holder = globalThis as { throughlineLive?: Map<string, LiveObject> };

/** Called by the registry when it is loaded. */
export function registerLive(objects: readonly LiveObject[]): void {
  holder.throughlineLive = new Map(objects.map((object) => [object.scope.entity, object]));
}

/** Throws if no registry passed any: no screen would update, and records would seem to be hidden. */
export function liveObject(entity: string): LiveObject | undefined {
  if (!holder.throughlineLive) throw new Error("The registry did not pass any live objects; import registry/register.");
  return holder.throughlineLive.get(entity);
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
