import "server-only";
import type { Role } from "@/lib/role-rows";

/** The actor inside a workspace. */
export type Actor =
  | { type: "user"; memberId: string; userId: string }
  | { type: "apiKey"; keyId: string; memberId: string; scopes: readonly string[] }
  | { type: "staff"; staffId: string; asMemberId: string; readOnly: boolean }
  | { type: "ai"; runId: string; memberId: string }
  | { type: "system"; job: string; reason: string }
  | { type: "webhook"; source: string };

/** The actor outside any workspace. */
export type IdentityActor =
  | { type: "anonymous" }
  | { type: "person"; userId: string; sessionId: string; name: string; email: string };

/** The member in whose name an actor works; null for the system and for webhooks. */
export function memberOf(actor: Actor): string | null {
  if (actor.type === "system" || actor.type === "webhook") return null;
  return actor.type === "staff" ? actor.asMemberId : actor.memberId;
}

export interface MemberInfo {
  id: string;
  name: string;
  role: Role;
  /** Place among the members with a seat: owners first, then those chosen, then by time; absent where none is asked. */
  place?: number;
}
