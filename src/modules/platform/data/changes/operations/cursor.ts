import "server-only";
import { z } from "zod";
import { readSigned, signed } from "@/server/crypto";
import { AppError, type CursorEnding, invalid } from "@/server/errors";
import { cursorDays, type Place } from "../rules";

/** The content of a cursor of the feed. Signed: nobody moves it, or takes it to other kinds of record. */
interface FeedCursor {
  tenantId: string;
  /** The kinds that were asked for; null for all. */
  nouns: readonly string[] | null;
  /** A digest of its reader's rights and sight (`rightsOf`). */
  rights: string;
  /** The database that counts the transactions. */
  database: string;
  /** When its reader had read everything, in milliseconds since 1970. */
  caughtUpAt: number;
  place: Place;
}

const purpose = "changes";
const form = z.object({
  tenantId: z.string(),
  nouns: z.array(z.string()).nullable(),
  rights: z.string(),
  database: z.string(),
  caughtUpAt: z.number(),
  place: z.object({ changedIn: z.string(), id: z.string(), below: z.string().nullable() }),
});

/** The text of a cursor. */
export const writeCursor = (cursor: FeedCursor): string => signed(purpose, JSON.stringify(cursor));

interface Asked {
  tenantId: string;
  /** The kinds that the request names; null if it names none. */
  nouns: readonly string[] | null;
}

/** The cursor of a request. VALIDATION if it is cut or forged, or belongs to another workspace or other kinds. */
export function readCursor(text: string, asked: Asked): FeedCursor {
  const known = readSigned(purpose, text);
  if (known === null)
    throw invalid("cursor", "This cursor is not whole, or not from this feed. Send it as you got it, or begin anew.");
  const cursor = form.parse(JSON.parse(known));
  if (cursor.tenantId !== asked.tenantId)
    throw invalid("cursor", "This cursor belongs to another workspace. Begin anew without a cursor.");
  if (asked.nouns && !isSame(asked.nouns, cursor.nouns))
    throw invalid("cursor", "This cursor belongs to other kinds of record. Ask for those, or begin anew.");
  return cursor;
}

const isSame = (some: readonly string[], others: readonly string[] | null) =>
  others !== null && [...some].sort().join() === [...others].sort().join();

const dayMs = 24 * 60 * 60 * 1_000;
const readAgain = "Read all records again, and go on from a new cursor.";
const endings: Record<CursorEnding, string> = {
  rights: `What you may see or do has changed since this cursor was given. ${readAgain}`,
  age: `This cursor is older than ${cursorDays} days. ${readAgain}`,
  restored: `The data were restored since this cursor was given. ${readAgain}`,
};

interface Now {
  rights: string;
  database: string;
  at: number;
  /** The first transaction that may still run. */
  changedIn: string;
}

/** CURSOR_EXPIRED if the reader can no longer follow from this cursor. */
export function requireAlive(cursor: FeedCursor, now: Now): void {
  const ending = endingOf(cursor, now);
  if (ending) throw new AppError("CURSOR_EXPIRED", endings[ending], { reason: ending });
}

function endingOf({ rights, database, caughtUpAt, place }: FeedCursor, now: Now): CursorEnding | null {
  if (rights !== now.rights) return "rights";
  if (database !== now.database || BigInt(place.changedIn) > BigInt(now.changedIn)) return "restored";
  return now.at - caughtUpAt > cursorDays * dayMs ? "age" : null;
}
