import { addDays, addHours } from "date-fns";

/** Never; each session is asked for; any session until a time. */
export const supportModes = ["never", "ask", "until"] as const;
export type SupportMode = (typeof supportModes)[number];

export const sessionStates = ["asked", "allowed", "refused", "open", "ended"] as const;
export type SessionState = (typeof sessionStates)[number];

/** How long a session may last, in minutes. */
export const sessionMinutes = [15, 30, 60] as const;

/** A request that nobody answers ends after this time. */
export const requestDays = 7;
/** So often one person of the staff may ask for a workspace, or open it, in 24 hours: each time tells its owners. */
export const opensADay = 10;
/** An allowed session must begin within this time. */
export const allowedHours = 24;
/** The longest window that a workspace can open. */
export const longestWindowDays = 90;

export interface SessionFacts {
  askedAt: Date;
  allowedAt: Date | null;
  refusedAt: Date | null;
  startedAt: Date | null;
  expiresAt: Date | null;
  endedAt: Date | null;
}

/** When a session ends by itself: its time is over, nobody began it in time, or nobody answered. */
export function lapsesAt({ askedAt, allowedAt, expiresAt }: SessionFacts): Date {
  if (expiresAt) return expiresAt;
  return allowedAt ? addHours(allowedAt, allowedHours) : addDays(askedAt, requestDays);
}

/** The state of a session at an instant. */
export function stateOf(facts: SessionFacts, now: Date): SessionState {
  const { allowedAt, refusedAt, startedAt, endedAt } = facts;
  if (refusedAt) return "refused";
  if (endedAt || lapsesAt(facts) <= now) return "ended";
  if (startedAt) return "open";
  return allowedAt ? "allowed" : "asked";
}

export interface Consent {
  mode: SupportMode;
  endsAt: Date | null;
  write: boolean;
}

/** Whether the window of a workspace allows a session without asking. */
export const coveredBy = ({ mode, endsAt, write }: Consent, wantsWrite: boolean, now: Date): boolean =>
  mode === "until" && endsAt !== null && endsAt > now && (write || !wantsWrite);
