import type { ListFilter } from "@/lib/list-filter";
import { settingsEntries } from "@/lib/list-request";
import { nouns } from "@/lib/nouns/all";
import type { NounBoard, NounColumn } from "@/lib/nouns/board";
import { listedColumns, listedIn, onlyOf } from "@/lib/nouns/board-columns";
import type { AnyWhole } from "@/lib/nouns/parts";
import type { Page, Reference } from "@/lib/zod";
import { firstEntry } from "@/modules/platform/data/records/components/noun-requests";
import { apiAt } from "@/trpc/noun-api";
import { partApi } from "@/trpc/part-api";
import type { QueryOptions, workspaceApi } from "@/trpc/server";

type Api = Pick<Awaited<ReturnType<typeof workspaceApi>>, "api" | "fetch">;
type Entry = { id: string; name: string };
type Group = { value: string | null; label: string | null; count: number };

/**
 * The columns of a board as its components find them too, which then have the answers; none where a query is refused:
 * the components show why.
 */
export async function columnsOf(
  { api, fetch }: Api,
  board: NounBoard,
  request: Partial<ListFilter>,
  counted: QueryOptions,
): Promise<readonly NounColumn[]> {
  const { listed } = board;
  if (!listed) return board.columns;
  const entries = fetch<Page<Entry>>(apiAt(api, nouns[listed.entity].path).list.queryOptions(settingsEntries));
  const answers = Promise.all([entries, onlyColumns({ api, fetch }, listed, request), fetch<Group[]>(counted)]);
  const [{ rows }, only, groups] = await answers.catch(() => [{ rows: [] }, null, []] as const);
  return listedColumns(board.label, rows, only, groups);
}

/** The columns of the one record that a board is narrowed to; null for all. */
async function onlyColumns(
  { api, fetch }: Api,
  { entity, from }: NonNullable<NounBoard["listed"]>,
  request: Partial<ListFilter>,
): Promise<readonly string[] | null> {
  const id = from && onlyOf(request, from.of);
  if (!from || !id) return null;
  const record = await fetch<object>(apiAt(api, nouns[from.entity].path).get.queryOptions({ id })).catch(() => null);
  if (!record) return null;
  const named = Reflect.get(record, from.by) as Reference | null | undefined;
  const first = apiAt(api, nouns[from.list.of].path).list.queryOptions(firstEntry);
  const holder = named?.id ?? (await fetch<Page<Entry>>(first)).rows[0]?.id;
  if (!holder) return null;
  const ids = listedIn(from, entity, await fetch<AnyWhole>(partApi(api, from.list).list.queryOptions({ id: holder })));
  return ids.length > 0 ? ids : null;
}
