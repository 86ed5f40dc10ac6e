import "server-only";
import type { Catalog } from "@/lib/catalog";
import type { DatedSource } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { searchedAtOnce } from "../rules";
import type { TimelineEntry } from "../schema";
import { datedEntryOf } from "./entries";
import type { TimelineQuery } from "./event-pages";
import { showsWords } from "./searched-words";
import type { DatedPlace, TimelineCursor, Walk } from "./walks";

export interface Source {
  catalog: Catalog;
  dated: DatedSource;
}

interface Reading {
  query: TimelineQuery;
  sources: readonly Source[];
  from: TimelineCursor;
  /** Whether also what is still to be done is read. */
  planned: boolean;
}

interface Found {
  source: number;
  planned: boolean;
  row: Readonly<Record<string, unknown>> & { id: string; at: string };
}

/** A walk for each kind of record with rows of their own dates, and what is planned, the next first. One statement. */
export async function readDated(
  ctx: Ctx,
  reading: Reading,
): Promise<{ walks: Record<string, Walk<DatedPlace>>; planned: TimelineEntry[] }> {
  const { query, sources } = reading;
  const found = await namedRows(ctx, sources, await rowsOf(ctx, reading));
  const entriesOf = (place: number, planned: boolean) =>
    found
      .filter((one) => one.source === place && one.planned === planned)
      .map(({ row }) => entryOf(sources[place] as Source, row));
  const walks = sources.map(
    ({ catalog }, place) => [catalog.entity, walkOf(ctx, query, entriesOf(place, false))] as const,
  );
  const planned = sources.flatMap((_, place) => entriesOf(place, true)).sort((a, b) => a.at.localeCompare(b.at));
  return { walks: Object.fromEntries(walks), planned };
}

/** The rows with what their kinds read for all of them. */
async function namedRows(ctx: Ctx, sources: readonly Source[], found: readonly Found[]): Promise<Found[]> {
  const named = sources.map(async ({ dated }, place) => {
    const its = found.filter(({ source }) => source === place);
    if (!dated.named || its.length === 0) return its;
    const rows = await dated.named(
      ctx,
      its.map(({ row }) => row),
    );
    return its.map((one, index) => ({ ...one, row: (rows[index] ?? one.row) as Found["row"] }));
  });
  return (await Promise.all(named)).flat();
}

const mostOf = ({ text, limit }: TimelineQuery) => (text ? searchedAtOnce : limit);

const entryOf = ({ catalog, dated }: Source, row: Found["row"]): TimelineEntry =>
  datedEntryOf(catalog, { id: row.id, at: new Date(row.at), ...dated.entryOf(row) });

function walkOf(ctx: Ctx, query: TimelineQuery, entries: readonly TimelineEntry[]): Walk<DatedPlace> {
  const most = mostOf(query);
  const read = entries.slice(0, most).map((entry) => ({ entry, place: { at: entry.at, id: entry.id } }));
  const rows = query.text ? read.filter(({ entry }) => showsWords(ctx, entry, query.text ?? "")) : read;
  const last = read.at(-1);
  return { rows, end: entries.length > most && last ? { at: last.entry.at, place: last.place } : null };
}

async function rowsOf(ctx: Ctx, { query, sources, from, planned }: Reading): Promise<Found[]> {
  const { entity, ids, kind, memberId } = query;
  const select = (sql: Prisma.Sql | null | undefined, place: number, isPlanned: boolean) =>
    sql
      ? [
          Prisma.sql`select ${place}::int as source, ${isPlanned}::boolean as planned, to_jsonb(r) as row from (${sql}) r`,
        ]
      : [];
  const parts = sources.flatMap(({ catalog, dated }, place) => {
    const at = from.dated[catalog.entity];
    const cursor = at ? { at: new Date(at.at), id: at.id } : null;
    const page = { entity, ids, cursor, kind, memberId, take: mostOf(query) + 1 };
    const open = planned ? dated.plannedSql?.(ctx, { entity, ids }) : null;
    return [...select(dated.sql(ctx, page), place, false), ...select(open, place, true)];
  });
  if (parts.length === 0) return [];
  const rows = await tenantSql<Found>(ctx.tenant.id, ctx.db, Prisma.join(parts, " union all "));
  // Rows of a union come in any order.
  return rows.sort((a, b) => compare(b.row.at, a.row.at) || compare(b.row.id, a.row.id));
}

/** By code units: other orders put "10:00:00.5" before "10:00:00+00". */
const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
