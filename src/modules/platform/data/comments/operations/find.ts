import "server-only";
import { excerptAt } from "@/lib/excerpt";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { mayView } from "@/server/scope";
import { foundOnRecords } from "@/server/search/found-on-records";

/** How much of a comment is shown, in characters, and how much of it stands before the first word that was found. */
const shownLength = 120;
const before = 40;

/** Comments that hold all words of a text, on records that the actor sees, the newest first. */
export async function findComments(ctx: Ctx, input: { q: string; limit: number }) {
  if (!mayView(ctx, "comment")) return [];
  const { rows, word } = await foundOnRecords<{ writer: string; text: string }>(ctx, input, {
    entity: "comment",
    table: Prisma.sql`comments`,
    columns: Prisma.sql`d.text, (
      select m.name from members m where m.tenant_id = d.tenant_id and m.id = d.writer_id limit 1) as writer`,
    where: Prisma.sql`d.deleted_at is null`,
  });
  return rows.map((row) => ({ ...row, text: excerptOf(row.text, word) }));
}

/** The words around the first one that was found, in one line. */
function excerptOf(text: string, word: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const at = line.toLowerCase().indexOf(word.toLowerCase());
  return excerptAt(line, at, { length: shownLength, before });
}
