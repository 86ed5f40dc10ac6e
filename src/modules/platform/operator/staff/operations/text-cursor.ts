import "server-only";
import { z } from "zod";
import { invalid } from "@/server/errors";

/** The cursor after a row, from the texts by which its list is ordered. */
export const textCursor = (parts: readonly string[]): string =>
  Buffer.from(JSON.stringify(parts)).toString("base64url");

/** The texts that a cursor continues after; nulls for the first page. VALIDATION for an invalid cursor. */
export function readTextCursor(cursor: string | undefined, length: number): (string | null)[] {
  if (cursor === undefined) return Array.from({ length }, () => null);
  try {
    const parts = z
      .array(z.string())
      .length(length)
      .parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    z.uuid().parse(parts[1]);
    return parts;
  } catch {
    throw invalid("cursor", "This cursor belongs to another list. Start again without a cursor.");
  }
}
