import "server-only";
import type { Role } from "@/lib/role-rows";

/** The session of a request. Work in somebody's name that no request began has none. */
export interface SessionFacts {
  sessionId: string;
  /** When a second factor was given in it; null is none. */
  factorAt: Date | null;
  /** When its person last proved who they are; null is never. */
  confirmedAt: Date | null;
}

interface StaffActor {
  type: "staff";
  staffId: string;
  name: string;
  /** The session of support; null for an act of the staff console itself. */
  sessionId: string | null;
  /** The member in whose place they act; null for an act of the console in nobody's place. */
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
  /** Place among the members with a seat: owners first, then those chosen, then by time; absent where none is asked. */
  place?: number;
}
