import "server-only";
import type { Role } from "@/lib/role-rows";

/** The session of a request. Background work in a member's name has none. */
export interface SessionFacts {
  sessionId: string;
  /** When a second factor was given in this session; null if never. */
  factorAt: Date | null;
  /** When the person last proved who they are (password or passkey); null if never. */
  confirmedAt: Date | null;
}

interface StaffActor {
  type: "staff";
  staffId: string;
  name: string;
  /** The session of support; null for an act of the staff console itself. */
  sessionId: string | null;
  /** The member whom they impersonate; null for an act of the staff console. */
  asMemberId: string | null;
  readOnly: boolean;
}

/** The actor inside a workspace. */
export type Actor =
  | ({ type: "user"; memberId: string; userId: string } & Partial<SessionFacts>)
  | { type: "apiKey"; keyId: string; memberId: string; scopes: readonly string[] }
  | StaffActor
  | { type: "ai"; runId: string; memberId: string }
  | { type: "system"; job: string; reason: string }
  | { type: "webhook"; source: string };

/** The actor outside any workspace. */
export type IdentityActor =
  | { type: "anonymous" }
  | ({ type: "person"; userId: string; sessionId: string; name: string; email: string } & Partial<SessionFacts>);

/** The member in whose name an actor works; null for the system and for webhooks. */
export function memberOf(actor: Actor): string | null {
  if (actor.type === "system" || actor.type === "webhook") return null;
  return actor.type === "staff" ? actor.asMemberId : actor.memberId;
}

export interface MemberInfo {
  id: string;
  name: string;
  role: Role;
  /** The rank among the members with a seat: owners first, then chosen members, then by time; absent if not needed. */
  place?: number;
  /** The member's own time zone; absent where it is that of the workspace. */
  zone?: string;
}
