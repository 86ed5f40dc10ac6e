import { actsOf, type NewTime, storedTimes } from "../rules";
import type { AgendaItem } from "../schema";

/** A change of an item on the page. */
export interface ItemChange {
  startsAt?: string | null;
  day?: string | null;
  /** `storedId`: what the field had, if it is not the member who is shown. */
  owner?: { shown: AgendaItem["owner"]; storedId: string | null };
  done?: boolean;
}

/** A change of an item, which knows how its noun stores it. */
export interface ItemPatch {
  item: AgendaItem;
  change: ItemChange;
  /** The same change as a snooze, which the server refuses to the past. */
  snoozeTo?: NewTime;
}

/** The item after a change, as the screen shows it before the server answers. */
export function changed({ item, change: { done, owner, ...times } }: ItemPatch): AgendaItem {
  const doneAt = done ? new Date().toISOString() : null;
  return {
    ...item,
    ...times,
    ...(done === undefined ? {} : { doneAt }),
    ...(owner === undefined ? {} : { owner: owner.shown, stored: { ...item.stored, ownerId: owner.storedId } }),
  };
}

/** The change that restores what an item was before. */
export function beforeOf({ startsAt, day, owner, doneAt, stored }: AgendaItem, change: ItemChange): ItemChange {
  const before = { startsAt, day, owner: { shown: owner, storedId: stored.ownerId }, done: doneAt !== null };
  return Object.fromEntries(Object.keys(change).map((key) => [key, Reflect.get(before, key)]));
}

/** The fields of the record that a change writes. */
export function storedChange({ item, change }: ItemPatch): Readonly<Record<string, unknown>> {
  const acts = actsOf(item);
  const { startsAt, day, owner, done } = change;
  const by = acts?.done;
  const closed = by && "closed" in by ? by.closed : null;
  return {
    ...(acts ? storedTimes(acts, { startsAt, day }) : {}),
    ...(owner === undefined ? {} : { [acts?.owner ?? "ownerId"]: owner.storedId }),
    ...(done === undefined || !by ? {} : { [by.field]: done ? closed : openStateOf(item) }),
  };
}

/** The operation that makes a change where no edit of a field does: it completes the record, or opens it again. */
export function verbOf({ item, change: { done } }: ItemPatch): string | null {
  const by = actsOf(item)?.done;
  if (done === undefined || !by || !("close" in by)) return null;
  if (done) return by.close;
  // An item that was completed on the page has the value from before, which an edit writes again.
  return item.stored.state === null ? by.reopen : null;
}

/** The value of an item that is open again: the one that it had before it was completed here, else the first one. */
function openStateOf(item: AgendaItem): string {
  const by = actsOf(item)?.done;
  const { closed, open } = by && "closed" in by ? by : { closed: null, open: null };
  const { state } = item.stored;
  return state !== null && state !== closed ? state : (open ?? item.title);
}
