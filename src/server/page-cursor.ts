import "server-only";
import { z } from "zod";
import { instant } from "@/lib/zod";
import { invalid } from "./errors.ts";

/** The last row of a page ordered by time, then id. */
export interface PageEnd {
  at: Date;
  id: string;
}

/** The cursor after a row, for lists in one fixed order; sortable lists use `keyset`. */
export const cursorBehind = ({ at, id }: PageEnd): string =>
  Buffer.from(JSON.stringify([at.toISOString(), id])).toString("base64url");

const form = z.tuple([instant, z.uuid()]);

/** The row that a cursor continues after; null for the first page. VALIDATION for an invalid cursor. */
export function readPageCursor(cursor: string | undefined): PageEnd | null {
  if (cursor === undefined) return null;
  try {
    const [at, id] = form.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { at: new Date(at), id };
  } catch {
    throw invalid("cursor", "This cursor belongs to another list. Start again without a cursor.");
  }
}
