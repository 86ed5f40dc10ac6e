import "server-only";
import { mentionWords } from "@/lib/rich-text/mention-words";
import { type Mention, mentionText, type RichText } from "@/lib/rich-text/rich-text";
import { inMentions, mentionsInOrder } from "@/lib/rich-text/text";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { labelsOf } from "../mention-labels.ts";
import type { AnyRecord, NounRuntime } from "./noun-runtime.ts";
import { richTextsIn } from "./rich-texts.ts";
import { snakeCase } from "./snake-case.ts";

/** A text with the mentions of its whole document, in their order. */
interface Mentioning {
  text: string;
  mentions: readonly Mention[];
}

/** Texts with the names of mentioned members and records in the place of their signs, as the actor may read them. */
async function withNames(ctx: Ctx, whole: readonly Mentioning[]): Promise<string[]> {
  // The beginning of a text shows the first ones alone.
  const texts = whole.map(({ text, mentions }) => ({ text, mentions: mentions.slice(0, signsIn(text)) }));
  const known = await labelsOf(
    ctx,
    texts.flatMap(({ mentions }) => mentions),
  );
  const wordsOf = (one: Mention) => {
    const { name = null, archived = false } = known.get(`${one.entity} ${one.id}`) ?? {};
    return mentionWords(one, { label: name, removed: one.entity === "member" && archived });
  };
  return texts.map(({ text, mentions }) => inMentions(text, mentions.map(wordsOf)));
}

/** Formatted texts with these names in their words; their documents stay as they are. */
export async function withNamesInTexts(ctx: Ctx, texts: readonly RichText[]): Promise<RichText[]> {
  const named = await withNames(
    ctx,
    texts.map(({ doc, text }) => ({ text, mentions: doc ? wholly(text, mentionsInOrder(doc)) : [] })),
  );
  return texts.map((one, place) => ({ ...one, text: named[place] ?? one.text }));
}

/** None where somebody has typed the sign: nobody knows then which of them stand for a mention. */
const wholly = (text: string, mentions: readonly Mention[]) => (signsIn(text) === mentions.length ? mentions : []);

const signsIn = (text: string): number => text.split(mentionText).length - 1;

/**
 * Records with the names of mentions in the words of their texts. Rows of lists have no documents: the mentions of
 * those whose beginning has one are read in one statement for the page.
 */
export async function withMentionNames<R extends AnyRecord>(
  ctx: Ctx,
  { noun }: Pick<NounRuntime, "noun">,
  records: readonly R[],
): Promise<R[]> {
  const places = richTextsIn(noun.fields).flatMap((name) =>
    records.flatMap((record, index) => {
      const value = textIn(record, name);
      return value?.text.includes(mentionText) ? [{ name, index, id: record.id, value }] : [];
    }),
  );
  if (places.length === 0) return [...records];
  const listed = places.filter(({ value }) => value.doc === null);
  const stored = await storedMentions(ctx, noun.head.table, listed);
  const named = await withNames(
    ctx,
    places.map(({ name, id, value: { doc, text } }) => ({
      text,
      mentions: doc ? wholly(text, mentionsInOrder(doc)) : (stored.get(`${name} ${id}`) ?? []),
    })),
  );
  const shown = [...records];
  for (const [place, { name, index, value }] of places.entries())
    shown[index] = { ...(shown[index] as R), [name]: { ...value, text: named[place] ?? value.text } };
  return shown;
}

/** The beginnings of the formatted texts of records in one field, with these names. */
export async function withNamesInBeginnings(
  ctx: Ctx,
  { table, field }: { table: string; field: string },
  texts: readonly { id: string; text: string }[],
): Promise<string[]> {
  const places = texts.flatMap(({ id, text }) => (text.includes(mentionText) ? [{ name: field, id }] : []));
  if (places.length === 0) return texts.map(({ text }) => text);
  const stored = await storedMentions(ctx, table, places);
  return await withNames(
    ctx,
    texts.map(({ id, text }) => ({ text, mentions: stored.get(`${field} ${id}`) ?? [] })),
  );
}

const textIn = (record: object, name: string) => (Reflect.get(record, name) ?? null) as RichText | null;

interface StoredMentions {
  id: string;
  mentions: Mention[];
}

/** The mentions of stored documents in their order, by field and record; of a text in which somebody typed the sign none. */
async function storedMentions(
  ctx: Ctx,
  tableName: string,
  places: readonly { name: string; id: string }[],
): Promise<ReadonlyMap<string, readonly Mention[]>> {
  const names = [...new Set(places.map(({ name }) => name))];
  const found = await Promise.all(
    names.map(async (name) => {
      const ids = places.flatMap((one) => (one.name === name ? [one.id] : []));
      const [table, text] = [tableName, snakeCase(name)].map((one) => Prisma.raw(`"${one}"`));
      const doc = Prisma.raw(`"${snakeCase(`${name}Doc`)}"`);
      const rows = await tenantSql<StoredMentions>(
        ctx.tenant.id,
        ctx.db,
        Prisma.sql`
          select id, mentions from ${table} t,
            lateral jsonb_path_query_array(t.${doc}, 'strict $.**?(@.type == "mention").attrs') as mentions
          where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = any(${ids}::uuid[]) and t.${doc} is not null
            and length(t.${text}) - length(replace(t.${text}, ${mentionText}, ''))
              = jsonb_array_length(mentions) * length(${mentionText})`,
      );
      return rows.map(({ id, mentions }) => [`${name} ${id}`, mentions] as const);
    }),
  );
  return new Map(found.flat());
}
