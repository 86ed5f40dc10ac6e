/** Never; each session is asked for; any session until a time. */
export const supportModes = ["never", "ask", "until"] as const;
export type SupportMode = (typeof supportModes)[number];

export const sessionStates = ["asked", "allowed", "refused", "open", "ended"] as const;
export type SessionState = (typeof sessionStates)[number];

/** How long a session may last, in minutes. */
export const sessionMinutes = [15, 30, 60] as const;

/** An allowed session must begin within this time. */
export const allowedHours = 24;
/** The longest window that a workspace can open. */
export const longestWindowDays = 90;

export interface SessionFacts {
  allowedAt: Date | null;
  refusedAt: Date | null;
  startedAt: Date | null;
  expiresAt: Date | null;
  endedAt: Date | null;
}

/** Where a session stands at a moment. Asked for and never begun, it ends with its permission. */
export function stateOf(facts: SessionFacts, now: Date): SessionState {
  const { allowedAt, refusedAt, startedAt, expiresAt, endedAt } = facts;
  if (refusedAt) return "refused";
  if (endedAt || (expiresAt && expiresAt <= now)) return "ended";
  if (startedAt) return "open";
  if (!allowedAt) return "asked";
  return allowedAt.getTime() + allowedHours * 3_600_000 > now.getTime() ? "allowed" : "ended";
}

export interface Consent {
  mode: SupportMode;
  endsAt: Date | null;
  write: boolean;
}

/** Whether the window of a workspace allows a session without asking. */
export const coveredBy = ({ mode, endsAt, write }: Consent, wantsWrite: boolean, now: Date): boolean =>
  mode === "until" && endsAt !== null && endsAt > now && (write || !wantsWrite);

export const scopeText = (write: boolean) => (write ? "read and write" : "read only");
