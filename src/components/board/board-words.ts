/** Screen reader announcements for moving a card with the keyboard. */
export const helpText =
  "Press Enter to open the card, Space to pick it up, the arrow keys to move it, Space to drop it, Escape to put it back.";

/** The same on a board whose cards do not move. */
export const stillText = "Press Enter to open the card.";

interface At {
  card: string;
  column: string;
  /** From 1. */
  place: number;
  of: number;
}

/** Number of positions in a column for a moved card, including those below the loaded cards. */
export function placesIn({ loaded, inAll, isOwn }: { loaded: number; inAll: number; isOwn: boolean }): number {
  return Math.max(loaded, inAll - (isOwn ? 1 : 0)) + 1;
}

export function liftedText({ card, column, place, of }: At): string {
  return `${card} picked up from position ${place} of ${of} in ${column}.`;
}

export function movedText({ card, column, place, of }: At): string {
  return `${card} over position ${place} of ${of} in ${column}.`;
}

export function droppedText({ card, column, place, of }: At): string {
  return `${card} dropped at position ${place} of ${of} in ${column}.`;
}

export function putBackText(card: string, column: string): string {
  return `${card} put back in ${column}.`;
}
