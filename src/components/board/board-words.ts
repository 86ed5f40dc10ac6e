/** What a screen reader is told while a card is moved with the keyboard. */
export const helpText =
  "Enter opens the card. Space lifts it, the arrow keys move it, Space drops it and Escape puts it back.";

interface At {
  card: string;
  column: string;
  /** From 1. */
  place: number;
  of: number;
}

/** How many places a column has for a lifted card, also below the cards that are loaded. */
export function placesIn({ loaded, inAll, isOwn }: { loaded: number; inAll: number; isOwn: boolean }): number {
  return Math.max(loaded, inAll - (isOwn ? 1 : 0)) + 1;
}

export function liftedText({ card, column, place, of }: At): string {
  return `${card} lifted from place ${place} of ${of} in ${column}.`;
}

export function movedText({ card, column, place, of }: At): string {
  return `${card} over place ${place} of ${of} in ${column}.`;
}

export function droppedText({ card, column, place, of }: At): string {
  return `${card} dropped at place ${place} of ${of} in ${column}.`;
}

export function putBackText(card: string, column: string): string {
  return `${card} put back in ${column}.`;
}
