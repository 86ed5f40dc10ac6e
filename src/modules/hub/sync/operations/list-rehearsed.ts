import "server-only";
import { z } from "zod";
import { writeCsv } from "@/lib/csv/write-csv";
import { id } from "@/lib/zod";
import { usedConnectionScope } from "@/modules/hub/connections/scope";
import { hub } from "@/modules/hub/module";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { cursorAt, placeAt } from "@/server/page-cursor";
import { mayView } from "@/server/scope";
import { listRehearsedInput, type RehearsedRow, rehearsedPage } from "../schema";
import { connectionProvider } from "./connection-provider";
import type { Sample } from "./dry-run";
import { sidesOf } from "./get-rehearsal";
import { mostRehearsed } from "./rehearsed-rows";
import { mappedIn, wordsFor } from "./value-text";

/** A place in the rows: the kind of record, and the last row of it that was read. */
const placeForm = z.tuple([id, z.int().min(-1)]);

export const listRehearsed = hub.operation({
  kind: "query",
  permission: "connection:view",
  uses: [{ scope: usedConnectionScope, ids: (input) => [input.connectionId] }],
  input: listRehearsedInput,
  output: rehearsedPage,
  rest: { method: "GET", path: "/connections/{connectionId}/rehearsed" },
  describe: `All that the last rehearsals of a connection found, record by record and value by value, kept for a day; of each kind of record at most ${mostRehearsed}.`,
  async run(ctx, { connectionId, outcome, side, limit, cursor }) {
    const provider = await connectionProvider(ctx, connectionId);
    const objects = await ctx.db.syncObject.findMany({
      where: { connectionId },
      select: {
        id: true,
        entity: true,
        runs: { where: { kind: "rehearsal" }, orderBy: { id: "desc" }, take: 1, select: { id: true } },
      },
    });
    const ordered = provider.objects.flatMap(({ entity }) => objects.find((one) => one.entity === entity) ?? []);
    const [objectId, after] = cursor ? placeAt(cursor, placeForm) : ([ordered[0]?.id ?? "", -1] as const);
    const place = ordered.findIndex((one) => one.id === objectId);
    const object = ordered[place];
    if (!object) return { items: [], nextCursor: null };
    const rows = await ctx.db.syncRehearsed.findMany({
      where: {
        runId: object.runs[0]?.id ?? objectId,
        position: { gt: after },
        ...(outcome ? { outcome } : {}),
        ...(side ? { side } : {}),
      },
      orderBy: { position: "asc" },
      take: limit + 1,
    });
    const page = rows.slice(0, limit) as unknown as (Sample & { position: number })[];
    const next = ordered[place + 1];
    const end =
      rows.length > limit ? ([objectId, page.at(-1)?.position ?? after] as const) : next && ([next.id, -1] as const);
    return { items: await presentRows(ctx, connectionId, object.entity, page), nextCursor: end ? cursorAt(end) : null };
  },
});

async function presentRows(
  ctx: Ctx,
  connectionId: string,
  entity: string,
  rows: readonly Sample[],
): Promise<RehearsedRow[]> {
  if (rows.length === 0) return [];
  const mapped = (await mappedIn(ctx, connectionId)).filter((one) => one.entity === entity);
  const isSeen = mayView(ctx, entity);
  const sided = rows.map((row) => sidesOf(mapped, row));
  const words = await wordsFor(ctx, { connectionId, mapped }, sided.flat());
  return rows.map(({ outcome, side, name, externalId = null, field, words: reason }, at) => {
    const [ours = null, theirs = null] = sided[at]?.map(words) ?? [];
    return {
      entity,
      outcome,
      side,
      name: isSeen ? name : "",
      externalId,
      field,
      ours,
      theirs,
      words: isSeen ? reason : null,
    };
  });
}

const outcomeWords = {
  create: "Create",
  link: "Link",
  update: "Update",
  conflict: "Conflict",
  problem: "Waits",
} as const;

const pageRows = 500;

/** The rows of the last rehearsals as CSV, page by page. NOT_FOUND where none are kept. */
export async function rehearsedFile(
  ctx: Ctx,
  connectionId: string,
): Promise<{ name: string; content: AsyncIterable<Uint8Array> }> {
  const { key, label, objects } = await connectionProvider(ctx, connectionId);
  const kinds = new Map(objects.map(({ entity, labels }) => [entity, labels.ours]));
  const pageAt = (cursor: string | null) =>
    listRehearsed(ctx, { connectionId, limit: pageRows, ...(cursor ? { cursor } : {}) });
  let first = await pageAt(null);
  while (first.items.length === 0 && first.nextCursor !== null) first = await pageAt(first.nextCursor);
  if (first.items.length === 0) throw notFound("rehearsal");
  async function* rows() {
    yield ["Kind of record", "Outcome", "Side", "Name", `Id in ${label}`, "Field", "Ours", label, "Reason"];
    for (let page = first; ; page = await pageAt(page.nextCursor)) {
      for (const row of page.items)
        yield [
          kinds.get(row.entity) ?? row.entity,
          outcomeWords[row.outcome],
          row.side === "here" ? "Here" : label,
          ...[row.name, row.externalId, row.field, row.ours, row.theirs, row.words].map((cell) => cell ?? ""),
        ];
      if (page.nextCursor === null) return;
    }
  }
  return { name: `rehearsal-${key}.csv`, content: writeCsv(rows(), { bom: true, guardFormulas: true }) };
}
