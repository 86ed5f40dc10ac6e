import "server-only";
import type { Mention, MentionGroup } from "@/lib/nouns/person-schema";
import { personalIn } from "@/lib/nouns/personal";
import { capital } from "@/lib/text";
import type { Ctx } from "../context.ts";
import type { TextColumn, TextTable } from "../db/text-tables.ts";
import { candidatesIn, type MentionRow, mentionTables, rowOf } from "../personal/mention-rows.ts";
import { inJs, type Patterns } from "../personal/patterns.ts";
import type { MentionPreview, Person } from "../personal/places.ts";
import { excerptIn } from "../personal/replace.ts";
import { linksIn } from "./links.ts";
import { byTableOf, columnsOf, groupOf } from "./mentions.ts";
import type { NounRuntime } from "./noun-runtime.ts";

/** A request waits for at most so long: the job looks through the rest. */
const mostMs = 3_000;
/** Rows of one look. */
const atOnce = 10_000;
/** Places of a kind that are shown, and those that are counted. */
const mostShown = 20;
const mostCounted = 200;

/** Lists that everybody in the workspace sees, with the texts of which a person may recognise the place. */
const shared: readonly string[] = ["tags", "custom_fields", "teams"];

type Of = Pick<Person, "entity" | "id">;

/** The texts that mention a person, as far as they are found within the time of a request. */
export async function previewOf(
  ctx: Ctx,
  all: readonly NounRuntime[],
  person: Of,
  patterns: Patterns,
): Promise<MentionPreview> {
  const byTable = byTableOf(all);
  const endsAt = performance.now() + mostMs;
  const mentions: MentionGroup[] = [];
  const tables = await mentionTables(ctx);
  // Records first: of them there is most to choose.
  const sorted = [...tables].sort((one, other) => Number(byTable.has(other.name)) - Number(byTable.has(one.name)));
  let complete = true;
  for (const table of sorted) {
    const { group, whole } = await groupIn(ctx, { byTable, table, person, patterns, endsAt });
    if (group) mentions.push(group);
    complete &&= whole;
  }
  return { mentions, complete };
}

interface Looking {
  byTable: ReadonlyMap<string, NounRuntime>;
  table: TextTable;
  person: Of;
  patterns: Patterns;
  endsAt: number;
}

interface Found {
  row: MentionRow;
  mention: Mention;
}

async function groupIn(ctx: Ctx, looking: Looking): Promise<{ group: MentionGroup | null; whole: boolean }> {
  const { byTable, table, endsAt } = looking;
  const found: Found[] = [];
  let after: readonly string[] | null = null;
  let whole = false;
  while (!whole && found.length < mostCounted && performance.now() < endsAt) {
    const part = { rough: looking.patterns.rough, after, most: atOnce, limit: mostCounted };
    const { keys, last } = await candidatesIn(ctx, table, part);
    for (const key of keys) found.push(...(await mentionIn(ctx, looking, key)));
    after = last;
    whole = last === null;
  }
  if (found.length === 0) return { group: null, whole };
  const seen = await seenOf(ctx, looking, found);
  const places = found.filter(({ row }) => seen(row)).map(({ mention }) => mention);
  const noun = byTable.get(table.name)?.noun;
  const label = capital(noun?.head.many ?? table.name.replaceAll("_", " "));
  const shown = places.slice(0, mostShown);
  return { group: { key: groupOf(byTable, table), label, places: shown, others: found.length - shown.length }, whole };
}

/** Copies of other columns: the words are shown from those. */
const isCopy = ({ name }: TextColumn) => /_(key|keys|doc)$/.test(name);

async function mentionIn(ctx: Ctx, looking: Looking, key: readonly string[]): Promise<Found[]> {
  const { byTable, table, person, patterns } = looking;
  const row = await rowOf(ctx, table, key, { further: ["id", "name", "entity", "record_id", "owner_id", "scope"] });
  if (!row || row.id === person.id || (await isLinked(ctx, looking, row))) return [];
  const columns = columnsOf(byTable, table);
  const every = inJs(patterns.every);
  const texts = columns.filter((one) => !isCopy(one));
  const excerpt = excerptIn(every, texts, row) ?? excerptIn(every, columns, row);
  if (!excerpt) return [];
  const noun = byTable.get(table.name)?.noun;
  const group = groupOf(byTable, table);
  const id = typeof row.id === "string" ? row.id : null;
  return [
    {
      row,
      mention: {
        key: id === null ? group : `${group}:${id}`,
        record: noun && id !== null ? { entity: noun.entity, id } : null,
        name: typeof row.name === "string" ? row.name : null,
        ...excerpt,
        sure: excerptIn(inJs(patterns.sure), columns, row) !== null,
      },
    },
  ];
}

/** Records about the person lose their texts as a whole: they are counted apart. */
async function isLinked(ctx: Ctx, { byTable, table, person }: Looking, row: MentionRow): Promise<boolean> {
  const fields = byTable.get(table.name)?.noun.fields;
  if (!fields || linksIn(fields).length === 0 || personalIn(fields).length === 0) return false;
  const where = { fromId: String(row.id), toId: person.id };
  return (await ctx.db.recordLink.findFirst({ where, select: { id: true } })) !== null;
}

/** Whether the reader may see the text of a row; others are counted alone. */
async function seenOf(
  ctx: Ctx,
  { byTable, table }: Looking,
  found: readonly Found[],
): Promise<(row: MentionRow) => boolean> {
  const runtime = byTable.get(table.name);
  const rows = found.map(({ row }) => row);
  if (runtime) return await loaded(ctx, runtime, rows, "id");
  if (shared.includes(table.name)) return () => true;
  if (table.name === "saved_views")
    return (row) => row.scope === "workspace" || (ctx.member !== null && row.owner_id === ctx.member?.id);
  if (table.name !== "comments" && table.name !== "files") return () => false;
  const kinds = new Map<unknown, (row: MentionRow) => boolean>();
  for (const entity of new Set(rows.map((row) => row.entity))) {
    const of = [...byTable.values()].find(({ noun }) => noun.entity === entity);
    const its = rows.filter((row) => row.entity === entity);
    if (of) kinds.set(entity, await loaded(ctx, of, its, "record_id"));
  }
  return (row) => kinds.get(row.entity)?.(row) ?? false;
}

async function loaded(ctx: Ctx, { scope }: NounRuntime, rows: readonly MentionRow[], column: string) {
  const ids = [...new Set(rows.map((row) => String(row[column])))];
  const seen = new Set((await scope.load(ctx, ids)).map(({ id }) => id));
  return (row: MentionRow) => seen.has(String(row[column]));
}
