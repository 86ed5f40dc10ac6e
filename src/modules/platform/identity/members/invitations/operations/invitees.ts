import "server-only";
import { foldKey } from "@/lib/text";
import { holdingSeat, mostWaiting, waitingForSeat } from "../rules";
import type { Invitee } from "../schema";
import { freeSeats, type SeatsHeld } from "./free-seats";

/**
 * Each address once, however often and however written a list names it, and which of them each entry of the list is. An
 * address that is named for a placeholder too stays two: each is answered on its own.
 */
export function mergeInvitees(asked: readonly Invitee[]): { invitees: Invitee[]; placeOf: number[] } {
  const invitees: Invitee[] = [];
  const placeOf = asked.map((invitee) => {
    const { email, name, memberId } = invitee;
    const isSame = (one: Invitee) => foldKey(one.email) === foldKey(email) && one.memberId === memberId;
    const place = invitees.findIndex(isSame);
    const known = invitees[place];
    if (!known) return invitees.push(invitee) - 1;
    invitees[place] = { ...invitee, ...known, name: known.name ?? name };
    return place;
  });
  return { invitees, placeOf };
}

/** How many more may wait for a seat. Counted before they are written, so that nothing is written of one too many. */
export async function roomToWait(
  ctx: SeatsHeld,
  invitees: readonly Invitee[],
): Promise<{ takes: (email: string) => boolean }> {
  const free = await freeSeats(ctx);
  const known = await ctx.db.invitation.findMany({
    where: {
      emailKey: { in: invitees.map(({ email }) => foldKey(email)) },
      OR: [holdingSeat(new Date()), waitingForSeat],
    },
    select: { emailKey: true },
  });
  const keys = new Set(known.map(({ emailKey }) => emailKey));
  let room =
    free === null ? invitees.length : free + mostWaiting - (await ctx.db.invitation.count({ where: waitingForSeat }));
  return {
    takes(email) {
      if (keys.has(foldKey(email))) return true;
      room -= 1;
      return room >= 0;
    },
  };
}
