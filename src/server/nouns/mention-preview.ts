import "server-only";
import { customName } from "@/lib/fields/custom";
import type { Mention, MentionGroup } from "@/lib/nouns/person-schema";
import { personalIn } from "@/lib/nouns/personal";
import { capital } from "@/lib/text";
import type { Ctx } from "../context.ts";
import type { TextColumn, TextTable } from "../db/text-tables.ts";
import { candidatesIn, type MentionRow, mentionTables, rowOf } from "../personal/mention-rows.ts";
import { inJs, type Patterns } from "../personal/patterns.ts";
import type { MentionPreview, Person } from "../personal/places.ts";
import { excerptIn } from "../personal/replace.ts";
import { readable } from "../readable.ts";
import { linksIn } from "./links.ts";
import { byTableOf, columnsOf, groupOf } from "./mentions.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { snakeCase } from "./snake-case.ts";

/** A request waits for at most so long: the job looks through the rest. */
const mostMs = 8_000;
/** Rows of one look. */
const atOnce = 10_000;
/** Places of a kind that are shown, and those that are counted. */
const mostShown = 20;
const mostCounted = 200;

/** Lists that everybody in the workspace sees, with the texts of which a person may recognise the place. */
const shared: readonly string[] = ["tags", "custom_fields", "option_lists", "teams"];
/** Tables whose places can be shown. Of the others, such as rows of imports, nobody could choose any. */
const listed: readonly string[] = [...shared, "saved_views", "comments", "files"];

type Of = Pick<Person, "entity" | "id">;

/** The texts that mention a person, as far as they are found within the time of a request. */
export async function previewOf(
  ctx: Ctx,
  all: readonly NounRuntime[],
  person: Of,
  patterns: Patterns,
  ms = mostMs,
): Promise<MentionPreview> {
  const byTable = byTableOf(all);
  const endsAt = performance.now() + ms;
  const groups = new Map<TextTable, MentionGroup | null>();
  const tables = (await mentionTables(ctx)).filter(({ name }) => byTable.has(name) || listed.includes(name));
  // Records last: what the others leave of the time is theirs, for there is most to choose.
  const sorted = tables.toSorted((one, other) => Number(byTable.has(one.name)) - Number(byTable.has(other.name)));
  let left = sorted.reduce((sum, table) => sum + shareOf(byTable, table), 0);
  for (const table of sorted) {
    const now = performance.now();
    const share = shareOf(byTable, table);
    const until = now + (Math.max(0, endsAt - now) * share) / left;
    left -= share;
    groups.set(table, await groupIn(ctx, { byTable, table, person, patterns, endsAt: until }));
  }
  const ofRecords = tables.filter(({ name }) => byTable.has(name));
  const mentions = [...ofRecords, ...tables.filter(({ name }) => !byTable.has(name))].flatMap(
    (table) => groups.get(table) ?? [],
  );
  return { mentions, complete: mentions.every(({ complete }) => complete) };
}

/** How much of the time a table gets, against the others. */
const shareOf = (byTable: Looking["byTable"], { name }: TextTable): number => (byTable.has(name) ? 10 : 1);

interface Looking {
  byTable: ReadonlyMap<string, NounRuntime>;
  table: TextTable;
  person: Of;
  patterns: Patterns;
  endsAt: number;
}

interface Found {
  row: MentionRow;
  /** Null where it stands in a field that the reader may not read. */
  mention: Mention | null;
}

/** The places in a table; null if there is none and all of it was looked through. */
async function groupIn(ctx: Ctx, looking: Looking): Promise<MentionGroup | null> {
  const { byTable, table } = looking;
  const { found, complete } = await foundIn(ctx, looking);
  if (found.length === 0 && complete) return null;
  const seen = await seenOf(ctx, looking, found);
  const places = found.flatMap(({ row, mention }) => (mention && seen(row) ? [mention] : []));
  const noun = byTable.get(table.name)?.noun;
  const label = capital(noun?.head.many ?? table.name.replaceAll("_", " "));
  const shown = places.slice(0, mostShown);
  return { key: groupOf(byTable, table), label, places: shown, others: found.length - shown.length, complete };
}

async function foundIn(ctx: Ctx, looking: Looking): Promise<{ found: Found[]; complete: boolean }> {
  const { table, endsAt, patterns } = looking;
  const found: Found[] = [];
  const isOver = () => found.length >= mostCounted || performance.now() >= endsAt;
  let after: readonly string[] | null = null;
  do {
    if (isOver()) return { found, complete: false };
    const { keys, last } = await candidatesIn(ctx, table, {
      rough: patterns.rough,
      after,
      most: atOnce,
      limit: mostCounted,
    });
    for (const key of keys) {
      if (isOver()) return { found, complete: false };
      found.push(...(await mentionIn(ctx, looking, key)));
    }
    after = last;
  } while (after !== null);
  return { found, complete: true };
}

/** Copies of other columns: the words are shown from those. */
const isCopy = ({ name }: TextColumn) => /_(key|keys|doc)$/.test(name);

async function mentionIn(ctx: Ctx, looking: Looking, key: readonly string[]): Promise<Found[]> {
  const { byTable, table, person, patterns } = looking;
  const row = await rowOf(ctx, table, key, { further: ["id", "name", "entity", "record_id", "owner_id", "scope"] });
  if (!row || row.id === person.id || (await isLinked(ctx, looking, row))) return [];
  const columns = columnsOf(byTable, table);
  const every = inJs(patterns.every);
  if (!excerptIn(every, columns, row)) return [];
  const noun = byTable.get(table.name)?.noun;
  const shown = noun ? readableIn(ctx, noun, columns, row) : { columns, row };
  const texts = shown.columns.filter((one) => !isCopy(one));
  const excerpt = excerptIn(every, texts, shown.row) ?? excerptIn(every, shown.columns, shown.row);
  if (!excerpt) return [{ row, mention: null }];
  const group = groupOf(byTable, table);
  const id = typeof row.id === "string" ? row.id : null;
  return [
    {
      row,
      mention: {
        key: id === null ? group : `${group}:${id}`,
        record: noun && id !== null ? { entity: noun.entity, id } : null,
        name: typeof shown.row.name === "string" ? shown.row.name : null,
        ...excerpt,
        sure: excerptIn(inJs(patterns.sure), columns, row) !== null,
      },
    },
  ];
}

type Shown = { columns: readonly TextColumn[]; row: MentionRow };

/** The texts of a record that the reader may read. */
function readableIn(
  ctx: Ctx,
  { entity, fields }: NounRuntime["noun"],
  columns: readonly TextColumn[],
  row: MentionRow,
): Shown {
  const may = readable(ctx, entity);
  const names = Object.keys(fields);
  /** The field of a column: the one with the longest name that begins it. */
  const fieldOf = (column: string) =>
    names
      .filter((name) => column === snakeCase(name) || column.startsWith(`${snakeCase(name)}_`))
      .toSorted((one, other) => other.length - one.length)[0] ?? camelCase(column);
  const custom = Object.fromEntries(
    ["custom", "custom_keys"].flatMap((column) => {
      const values = row[column];
      if (typeof values !== "object" || values === null) return [];
      return [[column, Object.fromEntries(Object.entries(values).filter(([key]) => may.has(customName(key))))]];
    }),
  );
  return {
    columns: columns.filter(({ name }) => may.has(fieldOf(name))),
    row: { ...row, ...custom, ...(may.has("name") ? {} : { name: null }) },
  };
}

const camelCase = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

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
