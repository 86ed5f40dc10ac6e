import type { Metadata } from "next";
import { MailLogPage } from "@/modules/platform/history/notifications/mails/components/mail-log-page";
import { colleagueApi, firstPage } from "@/trpc/server";

export const metadata: Metadata = { title: "Mail log" };

export default async function MailLogSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { api, prefetch, ctx, hydrate } = await colleagueApi((await params).workspace);
  if (ctx.can("workspace:manage"))
    await prefetch(api.notificationMails.list.infiniteQueryOptions({ show: "all" }, firstPage));
  return hydrate(<MailLogPage />);
}
