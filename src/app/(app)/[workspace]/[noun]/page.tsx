import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { loadList } from "@/components/data-table/list-request-loader";
import { clampedDay, monthSpan } from "@/lib/calendar-days";
import { todayIn } from "@/lib/day-words";
import { firstLevel, sheetPage } from "@/lib/list-request";
import { homePathOf, nounAt } from "@/lib/nouns/all";
import { calendarRequest } from "@/lib/nouns/calendar";
import { parentField } from "@/lib/nouns/family";
import { capital } from "@/lib/text";
import { declaredNouns, nounRequests } from "@/registry/nouns";
import { readerZone } from "@/server/reader-zone";
import { apiAt } from "@/trpc/noun-api";
import { firstPage, workspaceApi } from "@/trpc/server";
import { queryOptionsOf } from "../related-queries";
import { viewOfList } from "../view-of-list";
import { NounListPage } from "./noun-list-page";

type Props = { params: Promise<{ workspace: string; noun: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const noun = nounAt((await params).noun);
  return noun ? { title: capital(noun.head.many) } : {};
}

export default async function ListPage({ params, searchParams }: Props) {
  const { workspace, noun: path } = await params;
  const noun = nounAt(path);
  if (!noun) notFound();
  if (noun.head.settings) redirect(`/${workspace}${homePathOf(noun.head)}`);
  const { api, fetch, prefetch, start, hydrate, ctx } = await workspaceApi(workspace);
  const search = await searchParams;
  const view = nounRequests[noun.entity]?.views?.[String(search.view)];
  if (view) {
    start(view(search, todayIn(readerZone(ctx))).map((query) => queryOptionsOf(api, query)));
    return hydrate(<NounListPage entity={noun.entity} />);
  }
  const opened = await viewOfList({ api, fetch }, noun.entity, searchParams);
  const { request, groups, tree } = await loadList(searchParams, opened);
  const isSheet = noun.head.sheet === true && search.view === "sheet";
  const above = tree && !isSheet ? parentField(declaredNouns[noun.entity].noun) : undefined;
  const records = apiAt(api, path);
  const { calendarBy } = declaredNouns[noun.entity].noun;
  if (calendarBy && search.view === "calendar") {
    const shown = monthSpan(clampedDay(search.date, todayIn(readerZone(ctx))));
    const { archived: _archived, ...narrowed } = request;
    const asked = calendarRequest(narrowed, calendarBy.day, shown);
    if (asked) await prefetch(records.list.infiniteQueryOptions(asked, firstPage));
    return hydrate(<NounListPage entity={noun.entity} />);
  }
  await prefetch(
    groups && !isSheet
      ? records.groups.queryOptions(groups)
      : records.list.infiniteQueryOptions(
          { ...request, ...firstLevel(above ?? null), ...(isSheet ? sheetPage : {}) },
          firstPage,
        ),
  );
  return hydrate(<NounListPage entity={noun.entity} />);
}
