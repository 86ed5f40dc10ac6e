/** The most mentions of one text, and of one question about them. */
export const maxMentions = 500;

/** How many members and records are suggested. */
export const suggested = { members: 8, records: 12 } as const;

/** Ids that one address can hold: longer ones are refused before anybody reads them. */
export const idsAtOnce = 60;

/** Why a member is not notified of a mention, after their name; `one` is the kind of the record. */
export function unreachedReason(status: string | undefined, one: string): string {
  if (status === undefined) return "is not in this workspace";
  if (status === "removed") return "has left";
  return status === "active" ? `cannot see this ${one}` : "has not joined yet";
}
