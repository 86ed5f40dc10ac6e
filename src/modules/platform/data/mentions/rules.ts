/** How many members and records are suggested. */
export const suggested = { members: 8, records: 12 } as const;

/** Ids that one address can hold: the server refuses longer ones before it reads them. */
const idsAtOnce = 30;

/** Parts of a list of which each fits an address. */
export const partsOf = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / idsAtOnce) }, (_, at) => all.slice(at * idsAtOnce, (at + 1) * idsAtOnce));

/** Why a member is not notified of a mention, after their name; `one` is the kind of the record. */
export function unreachedReason(status: string | undefined, one: string): string {
  if (status === undefined) return "is not in this workspace and will not be notified";
  if (status === "removed") return "has left and will not be notified";
  return status === "active"
    ? `cannot see this ${one} and will not be notified`
    : "has not joined yet and will not be notified";
}
