import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { loadBoardRequest } from "@/components/data-table/list-request-loader";
import { nounAt } from "@/lib/nouns/all";
import { boardOf, columnRequest } from "@/lib/nouns/board";
import { capital } from "@/lib/text";
import { declaredNouns } from "@/registry/nouns";
import { isGuest, mayView } from "@/server/scope";
import { apiAt } from "@/trpc/noun-api";
import { workspaceApi } from "@/trpc/server";
import { viewOfList } from "../../view-of-list";
import { columnsOf } from "./columns-of";
import { NounBoardPage } from "./noun-board-page";

type Props = { params: Promise<{ workspace: string; noun: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const noun = nounAt((await params).noun);
  return noun ? { title: capital(noun.head.many) } : {};
}

export default async function BoardPage({ params, searchParams }: Props) {
  const { workspace, noun: path } = await params;
  const noun = nounAt(path);
  const board = noun && boardOf(declaredNouns[noun.entity].noun);
  if (!noun || !board) notFound();
  const { api, fetch, prefetch, hydrate, ctx } = await workspaceApi(workspace);
  // Its columns are a list that is not shared with guests.
  if (isGuest(ctx) && board.listed && !mayView(ctx, board.listed.entity)) notFound();
  const view = await viewOfList({ api, fetch }, noun.entity, searchParams);
  const request = await loadBoardRequest(searchParams, view);
  const { sort: _sort, ...narrowed } = request;
  const { list, groups } = apiAt(api, path);
  const counted = groups.queryOptions({ ...narrowed, group: board.field });
  const columns = await columnsOf({ api, fetch }, board, request, counted);
  await prefetch(...columns.map(({ value }) => list.queryOptions(columnRequest(request, board.field, value))), counted);
  return hydrate(<NounBoardPage entity={noun.entity} />);
}
