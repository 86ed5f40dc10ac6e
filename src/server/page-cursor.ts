import "server-only";
import { z } from "zod";
import { instant } from "@/lib/zod";
import { invalid } from "./errors.ts";

/** The last row of a page ordered by time, id, and part. */
export interface PageEnd {
  at: Date;
  id: string;
  /** Tells rows with the same id apart, in lists that have several of a record. */
  part?: string | undefined;
}

/** The text of a place in a list. */
export const cursorAt = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** The place that a cursor says, checked by its form. VALIDATION for the cursor of another list. */
export function placeAt<T>(cursor: string, form: z.ZodType<T>): T {
  try {
    return form.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    throw foreignCursor();
  }
}

const foreignCursor = () => invalid("cursor", "This cursor belongs to another list. Start again without a cursor.");

/** The id that a page continues after, in lists by id; null for the first page. VALIDATION for an invalid cursor. */
export function readIdCursor(cursor: string | undefined): string | null {
  if (cursor !== undefined && !z.uuid().safeParse(cursor).success) throw foreignCursor();
  return cursor ?? null;
}

/** The cursor after a row, for lists in one fixed order; sortable lists use `keyset`. */
export const cursorBehind = ({ at, id, part }: PageEnd): string =>
  cursorAt([at.toISOString(), id, ...(part === undefined ? [] : [part])]);

const form = z.tuple([instant, z.uuid(), z.string().optional()]);

/** The row that a cursor continues after; null for the first page. VALIDATION for an invalid cursor. */
export function readPageCursor(cursor: string | undefined): PageEnd | null {
  if (cursor === undefined) return null;
  const [at, id, part] = placeAt(cursor, form);
  return { at: new Date(at), id, ...(part === undefined ? {} : { part }) };
}

/** The rows of a page, of those that were read (one more where others follow), and the cursor of the next page. */
export function pageFrom<Row>(read: readonly Row[], limit: number, cursorOf: (last: Row) => string) {
  const rows = read.slice(0, limit);
  const last = read.length > limit ? rows.at(-1) : undefined;
  return { rows, nextCursor: last === undefined ? null : cursorOf(last) };
}
