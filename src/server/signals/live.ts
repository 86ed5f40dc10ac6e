import "server-only";
import type { Channel } from "@/lib/channels";
import type { Ctx, TenantInfo } from "../context.ts";
import type { Scope } from "../scope.ts";
import type { AudienceLevel } from "./audience.ts";

/** An object whose changes are told to open screens. */
export interface LiveObject {
  scope: Scope;
  /** Who sees its records; unless said, what the workspace chose for the object. */
  level?: AudienceLevel;
  /** What ends work on thousands of records of other objects, of which nothing is said one by one. */
  changesAll?: { events: readonly string[]; entities: readonly string[] };
}

// On globalThis: the registry hands over once per process, whichever bundle of the server asks.
const holder = globalThis as { throughlineLive?: Map<string, LiveObject> };

/** Called by the registry when it is loaded. */
export function registerLive(objects: readonly LiveObject[]): void {
  holder.throughlineLive = new Map(objects.map((object) => [object.scope.entity, object]));
}

/** Throws where no registry handed any over: nobody would be told, and records would seem to be hidden. */
export function liveObject(entity: string): LiveObject | undefined {
  if (!holder.throughlineLive)
    throw new Error("The registry did not hand over live objects; import registry/realtime.");
  return holder.throughlineLive.get(entity);
}

/** The channel on which a workspace's members are told what each of them may know. */
export const everyone = ({ id, departures }: Pick<TenantInfo, "id" | "departures">): Channel => ({
  kind: "workspace",
  tenantId: id,
  departures,
});

export function levelOf(ctx: Ctx, { scope, level }: LiveObject): AudienceLevel {
  return level ?? (scope.owned ? (ctx.tenant.visibility[scope.entity] ?? "everyone") : "everyone");
}
