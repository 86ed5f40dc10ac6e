import "server-only";
import { todayIn } from "@/lib/day-words";
import { type ValueFormats, valueText } from "@/lib/value-text";
import { usedConnectionScope } from "@/modules/hub/connections/scope";
import { hub } from "@/modules/hub/module";
import { type EventRow, keyOf, Lookup, plainEntryOf } from "@/modules/platform/history/events/operations/entries";
import { eventsOf } from "@/modules/platform/history/events/operations/read-events";
import { catalog, catalogIn } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { inWorkspace } from "@/server/nouns/in-workspace";
import { manyOf, presented, seenRows } from "@/server/nouns/many";
import { readIdCursor } from "@/server/page-cursor";
import { readerZone } from "@/server/reader-zone";
import type { FieldPair } from "@/server/sync/object";
import { type HistoryItem, listFieldHistoryInput, type SyncEdit, syncFieldHistory } from "../schema";
import { connectionProvider } from "./connection-provider";
import { namesHere } from "./names-here";
import { presentChanges } from "./present-changes";
import { type Mapped, mappedIn, pairIn, type SidedValue, wordsFor } from "./value-text";

export const listSyncFieldHistory = hub.operation({
  kind: "query",
  permission: "connection:view",
  uses: [{ scope: usedConnectionScope, ids: (input) => [input.connectionId] }],
  input: listFieldHistoryInput,
  output: syncFieldHistory,
  rest: { method: "GET", path: "/connections/{connectionId}/field-history" },
  describe:
    "Everything that set one field of a record, newest first: people and imports here from the history of the record, and the sync with its reasons.",
  async run(ctx, { connectionId, entity, recordId, field, limit, cursor }) {
    const mapped = await mappedIn(ctx, connectionId);
    const pair = pairIn(mapped, entity, field);
    if (!pair) throw notFound("field");
    const names = await namesHere(ctx, [{ entity, id: recordId }]);
    if (names.size === 0) throw notFound("record");
    const before = readIdCursor(cursor);
    const object = await ctx.db.syncObject.findFirst({ where: { connectionId, entity }, select: { id: true } });
    const objectId = object?.id ?? "";
    const rows = await ctx.db.syncChange.findMany({
      where: { objectId, recordId, field, ...(before ? { id: { lt: before } } : {}) },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    const of = { entity, recordId, pair, source: (await connectionProvider(ctx, connectionId)).label };
    const edits = await editsHere(ctx, of, { before, take: limit + 1 });
    const changes = await presentChanges(ctx, { connectionId, mapped, entities: new Map([[objectId, entity]]) }, rows);
    // Both are in the order of their ids: what lies below the end of the one that goes on is read with the next page.
    const floor = [rows.length > limit ? (rows.at(-1)?.id ?? "") : "", edits.end ?? ""].toSorted().at(-1) ?? "";
    const all = [
      ...changes.map((change) => ({ kind: "sync" as const, ...change })),
      ...edits.items.map((edit) => ({ kind: "edit" as const, ...edit })),
    ]
      .filter(({ id }) => id >= floor)
      .toSorted((a, b) => (a.id < b.id ? 1 : -1));
    const items = all.slice(0, limit);
    const end = all.length > limit ? items.at(-1)?.id : floor;
    if (end) return { items, nextCursor: end };
    const first = await beginningOf(ctx, of, { connectionId, mapped, oldest: items.at(-1) ?? null });
    return { items: [...items, ...first.map((edit) => ({ kind: "edit" as const, ...edit }))], nextCursor: null };
  },
});

interface OfField {
  entity: string;
  recordId: string;
  pair: FieldPair;
  /** The name under which the connection changes records here. */
  source: string;
}

/** The events of a record that changed a field, but for those of this connection: its own log has them. */
async function editsHere(
  ctx: Ctx,
  { entity, recordId, pair, source }: OfField,
  { before, take }: { before: string | null; take: number },
): Promise<{ items: SyncEdit[]; end: string | null }> {
  const keys = keysOf(ctx, entity, pair);
  const of = { entity, ids: [recordId], others: [], own: true, names: null, memberId: null };
  const rows = await eventsOf(ctx, { ...of, keys: [...keys], cursor: before, take });
  const own = rows.filter(({ actor }) => !(actor.type === "webhook" && Reflect.get(actor, "source") === source));
  const lookup = new Lookup(ctx);
  lookup.knows(entity, recordId);
  await lookup.learn(own, new Map());
  const batches = own.flatMap(({ batchId }) => batchId ?? []);
  const records = { entity, ids: [recordId] };
  const asked = batches.map((id) => ({ id, records }));
  const imports = asked.length > 0 ? await catalog().batchSources(ctx, asked) : [];
  const files = new Map(imports.map((one) => [one.id, one.files.join(", ")]));
  const { locale, currency } = ctx.tenant;
  const timeZone = readerZone(ctx);
  const at = { locale, currency, timeZone, today: todayIn(timeZone) };
  return {
    items: own.flatMap((row) => editOf(ctx, { lookup, keys, files, at }, row) ?? []),
    end: rows.length === take ? (rows.at(-1)?.id ?? null) : null,
  };
}

/** The columns in which events hold a field. */
function keysOf(ctx: Ctx, entity: string, pair: FieldPair): ReadonlySet<string> {
  const { table } = inWorkspace(ctx, manyOf(entity).runtime);
  const empty = Object.fromEntries(Object.keys(pair.patch(null)).map((name) => [name, null]));
  return new Set(Object.keys(table.columns(empty, ctx.tenant)));
}

interface Known {
  connectionId: string;
  mapped: readonly Mapped[];
  /** The oldest change of the field; null where nobody changed it since the record began. */
  oldest: HistoryItem | null;
}

/** Events of a record that may have made it: later imports of the same record are among them. */
const mostBeginnings = 100;

/** The act with which the record began, and the value that it gave the field; empty where it gave none. */
async function beginningOf(ctx: Ctx, { entity, recordId, pair, source }: OfField, known: Known): Promise<SyncEdit[]> {
  const to = known.oldest ? valueBefore(known.oldest) : await valueNow(ctx, { entity, recordId, pair }, known);
  const names = [`${entity}.created`, `${entity}.imported`];
  const of = { entity, ids: [recordId], others: [], own: true, memberId: null, keys: null };
  const rows = await eventsOf(ctx, { ...of, names, cursor: null, take: mostBeginnings });
  const row = rows.findLast(({ name, data }) => name === names[0] || data.created === true);
  if (to === null || !row) return [];
  const { actor, memberName, batchId } = row;
  const records = { entity, ids: [recordId] };
  const imports = batchId === null ? [] : await catalog().batchSources(ctx, [{ id: batchId, records }]);
  const file = imports.flatMap(({ files }) => files).join(", ");
  const isTheirs = actor.type === "webhook" && Reflect.get(actor, "source") === source;
  return [
    {
      ...{ id: row.id, at: row.at.toISOString(), file: file || null, isNew: true, from: null, to },
      who: isTheirs ? source : memberName,
      via: file ? "import" : viaOf(actor.type),
    },
  ];
}

const viaOf = (type: string): SyncEdit["via"] => {
  if (type === "apiKey") return "api";
  return type === "user" ? "app" : "system";
};

/** Our value before a change: what was sent was ours before, too. */
const valueBefore = (item: HistoryItem): string | null =>
  item.kind === "sync" && item.direction === "out" ? item.to : item.from;

async function valueNow(
  ctx: Ctx,
  { entity, recordId, pair }: Pick<OfField, "entity" | "recordId" | "pair">,
  known: Known,
): Promise<string | null> {
  const many = manyOf(entity);
  const record = presented(ctx, many, await seenRows(ctx, many, [recordId])).get(recordId);
  if (!record) return null;
  const value: SidedValue = { entity, field: pair.field, side: "ours", value: pair.read(record) };
  return (await wordsFor(ctx, known, [value]))(value);
}

interface Shown {
  lookup: Lookup;
  keys: ReadonlySet<string>;
  /** The names of the files of imports. */
  files: ReadonlyMap<string, string>;
  at: ValueFormats;
}

function editOf(ctx: Ctx, { lookup, keys, files, at }: Shown, row: EventRow): SyncEdit | null {
  const columns = catalogIn(ctx, row.entity)?.columns ?? {};
  const entry = plainEntryOf(ctx, lookup, { ...row, batchKey: null }, null);
  const changes = (entry?.changes ?? []).filter(({ field }) => {
    const column = columns[field];
    return column && (keys.has(keyOf(field, column)) || keys.has(field));
  });
  if (!entry || changes.length === 0) return null;
  const text = (side: "before" | "after") =>
    changes.flatMap((change) => valueText(change[side], change, at) ?? []).join(", ") || null;
  const file = row.batchId === null ? undefined : files.get(row.batchId);
  return {
    id: row.id,
    at: entry.at,
    who: entry.actor?.name ?? null,
    via: file === undefined ? (entry.actor?.via ?? "app") : "import",
    file: file || null,
    isNew: false,
    from: text("before"),
    to: text("after"),
  };
}
