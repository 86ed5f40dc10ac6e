import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { loadBoardRequest } from "@/components/data-table/list-request-loader";
import { nounAt } from "@/lib/nouns/all";
import { boardOf, columnRequest } from "@/lib/nouns/board";
import { capital } from "@/lib/text";
import { declaredNouns } from "@/registry/nouns";
import { apiAt } from "@/trpc/noun-api";
import { workspaceApi } from "@/trpc/server";
import { viewOfList } from "../../view-of-list";
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
  const { api, fetch, prefetch, hydrate } = await workspaceApi(workspace);
  const view = await viewOfList({ api, fetch }, noun.entity, searchParams);
  const request = await loadBoardRequest(searchParams, view);
  const { sort: _sort, ...narrowed } = request;
  const { list, groups } = apiAt(api, path);
  await prefetch(
    ...board.columns.map(({ value }) => list.queryOptions(columnRequest(request, board.field, value))),
    groups.queryOptions({ ...narrowed, group: board.field }),
  );
  return hydrate(<NounBoardPage entity={noun.entity} />);
}
