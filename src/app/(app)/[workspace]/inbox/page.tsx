import type { Metadata } from "next";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { InboxPage } from "@/modules/platform/notifications/components/inbox-page";
import { inboxViews, notificationTypes } from "@/modules/platform/notifications/rules";
import { ownApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Inbox" };

const load = createLoader({
  show: parseAsStringLiteral(inboxViews).withDefault("inbox"),
  type: parseAsStringLiteral(notificationTypes),
});

export default async function InboxOfWorkspacePage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { trpc, HydrateClient } = await ownApi((await props.params).workspace);
  const { show, type } = await load(props.searchParams);
  await Promise.all([
    trpc.notifications.list.prefetchInfinite(type === null ? { show } : { show, type }),
    // The time zone for "tomorrow at nine".
    trpc.notificationMails.hours.prefetch({}),
  ]);
  return (
    <HydrateClient>
      <InboxPage />
    </HydrateClient>
  );
}
