import "server-only";
import { nearMatches } from "@/lib/similarity";
import { foldKey } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { pastPrefix } from "../list-compare.ts";

/** Shorter words differ by a letter and mean something else. */
const shortest = 4;
const maxTries = 3;

/**
 * The words with those replaced that are spelt like a word of some name, best guess first; empty where none is. Only
 * Latin letters are compared, and the first letter holds, as typists hardly ever miss it.
 */
export async function nearWords(ctx: Ctx, words: readonly string[]): Promise<string[][]> {
  const spelt = await Promise.all(words.map((word) => spellings(ctx, plain(word))));
  if (!spelt.some((near) => near.length > 0)) return [];
  const tries = Array.from({ length: maxTries }, (_, place) =>
    words.map((word, at) => spelt[at]?.[place] ?? spelt[at]?.at(-1) ?? word),
  );
  return [...new Map(tries.map((one) => [one.join(" "), one])).values()];
}

const plain = (word: string) =>
  foldKey(word)
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");

/** Known words that a misspelt one may mean: none for one that is known itself. */
async function spellings(ctx: Ctx, word: string): Promise<string[]> {
  if (word.length < shortest || !/^[a-z]+$/.test(word)) return [];
  const initial = word.slice(0, 1);
  // A range over the key, which keeps its index under row-level security; the rest is compared word by word.
  const rows = await tenantSql<{ word: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select word from search_words
      where tenant_id = ${ctx.tenant.id}::uuid and word >= ${initial} and word < ${pastPrefix(initial)}
      order by word = ${word} desc, similarity(word, ${word}) desc, word limit 60`,
  );
  const known = rows.map((row) => row.word);
  if (known.includes(word)) return [];
  return nearMatches(word, known, { limit: maxTries }).map(({ candidate }) => candidate);
}
