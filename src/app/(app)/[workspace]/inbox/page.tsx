import type { Metadata } from "next";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { InboxPage } from "@/modules/platform/history/notifications/components/inbox-page";
import { inboxTypes, inboxViews } from "@/modules/platform/history/notifications/rules";
import { firstPage, memberApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Inbox" };

const load = createLoader({
  show: parseAsStringLiteral(inboxViews).withDefault("inbox"),
  type: parseAsStringLiteral(inboxTypes),
});

export default async function InboxOfWorkspacePage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { api, prefetch, hydrate } = await memberApi((await props.params).workspace);
  const { show, type } = await load(props.searchParams);
  await prefetch(
    api.notifications.list.infiniteQueryOptions(type === null ? { show } : { show, type }, firstPage),
    api.calendars.hours.queryOptions({}),
  );
  return hydrate(<InboxPage />);
}
