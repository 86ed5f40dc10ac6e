import { addDays } from "date-fns";

/** How long somebody may take for the consent page. */
export const consentMinutes = 10;
/** Links of a disconnected account are kept so long, so that the same one goes on where it was. */
export const keptDays = 30;

export const connectionStates = ["connected", "paused", "reconnect", "disconnected", "notConnected"] as const;
export type ConnectionState = (typeof connectionStates)[number];

export const stateWords: Readonly<Record<ConnectionState, string>> = {
  connected: "Connected",
  paused: "Paused",
  reconnect: "Reconnect",
  disconnected: "Disconnected",
  notConnected: "Not connected",
};

interface Facts {
  grant: string;
  pausedAt: Date | null;
}

/** The state for people: one that needs somebody comes before a pause. */
export function stateOf(connection: Facts | null): ConnectionState {
  if (connection === null) return "notConnected";
  if (connection.grant === "disconnected") return "disconnected";
  if (connection.grant === "expired") return "reconnect";
  return connection.pausedAt === null ? "connected" : "paused";
}

/** Until when the links of a connection are kept after its end. */
export const keptUntil = (disconnectedAt: Date): Date => addDays(disconnectedAt, keptDays);

/** The end of a way to the consent page and back; the settings page says it in words. */
export const outcomes = ["connected", "declined", "invalid", "otherAccount", "refused", "unavailable", "off"] as const;
export type Outcome = (typeof outcomes)[number];

export const outcomeWords: Readonly<Record<Outcome, (label: string) => string>> = {
  connected: (label) => `${label} is connected.`,
  declined: (label) => `${label} was not connected: access was not allowed there.`,
  invalid: (label) =>
    `${label} was not connected: this way to connect was used already, took longer than ${consentMinutes} minutes, or was begun by somebody else. Connect again.`,
  otherAccount: (label) =>
    `Nothing was changed: another account of ${label} was chosen than the one that is connected. Choose that one, or disconnect it first. Another account starts anew.`,
  refused: (label) => `${label} was not connected: it did not accept the request. Connect again.`,
  unavailable: (label) => `${label} was not connected: it could not be reached. Try again in a moment.`,
  off: (label) => `${label} was not connected: it is not on in this workspace, or you may not connect it.`,
};

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const stateParts = new RegExp(`^(${uuid})\\.(${uuid})\\.([\\w-]{43})$`);

/** The state that goes to the consent page and back: the workspace, the request, and its secret. */
export const stateText = (parts: { tenantId: string; id: string; secret: string }): string =>
  [parts.tenantId, parts.id, parts.secret].join(".");

/** The parts of a state; null for one that we did not write. */
export function readState(state: string): { tenantId: string; id: string; secret: string } | null {
  const [, tenantId, id, secret] = stateParts.exec(state) ?? [];
  return tenantId && id && secret ? { tenantId, id, secret } : null;
}

/** Minutes until the next try to give a grant back; null when it is not tried any more. */
export function nextTry(attempts: number, createdAt: Date, now: Date): Date | null {
  if (now >= addDays(createdAt, 1)) return null;
  const minutes = Math.min(60, 2 ** attempts);
  return new Date(now.getTime() + minutes * 60_000);
}

/** The job that is asked at once when a service hints at changes. */
export const hintedJob = "sync-connections";
