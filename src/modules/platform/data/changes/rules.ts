/** Days after which a reader that has not caught up reads everything again. */
export const cursorDays = 30;
/** Days for which it is known who saw a record before: longer than any cursor that is followed. */
export const keptDays = 33;

/** A place in the order of all changes: the transaction, and the id of a record or of an exit. */
export interface Place {
  changedIn: string;
  id: string;
  /** Of the exit at this place the records below it were read up to this one; null if nothing is left of it. */
  below: string | null;
}

/** Comes before every id. */
export const noId = "00000000-0000-0000-0000-000000000000";

/** The place before all changes of a transaction. */
export const startOf = (changedIn: string): Place => ({ changedIn, id: noId, below: null });
