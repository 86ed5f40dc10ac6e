import type { Metadata } from "next";
import { MailLogPage } from "@/modules/platform/notifications/mails/components/mail-log-page";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Mail log" };

export default async function MailLogSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { trpc, ctx, HydrateClient } = await workspaceApi((await params).workspace);
  if (ctx.can("workspace:manage")) await trpc.notificationMails.list.prefetchInfinite({ show: "all" });
  return (
    <HydrateClient>
      <MailLogPage />
    </HydrateClient>
  );
}
