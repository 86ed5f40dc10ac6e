"use client";

import { useState } from "react";
import { HistoryList } from "@/components/layout/history-list";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { Segmented } from "@/components/ui/segmented";
import { api } from "@/trpc/react";
import type { MailsShown } from "../schema";
import { MailRow } from "./mail-row";

const filters = [
  { value: "all", label: "All" },
  { value: "waiting", label: "Waiting" },
  { value: "sent", label: "Sent" },
  { value: "failed", label: "Failed" },
  { value: "unknown", label: "Unknown" },
  { value: "skipped", label: "Skipped" },
] as const satisfies readonly { value: MailsShown; label: string }[];

/** Whom the workspace mailed of what happened, whether it went, and why not. */
export function MailLogPage() {
  const { can, href } = useWorkspace();
  const [show, setShow] = useState<MailsShown>("all");
  return (
    <SettingsPage
      title="Mail log"
      description="Notifications and invitations that went by e-mail in the last 90 days: to whom, whether they went, and why not. What a mail said is not kept. Owners and admins see this page, and may send again what failed or may not have arrived."
      back={{ label: "Settings", href: href("/settings") }}
    >
      {can("workspace:manage") ? (
        <>
          <div className="flex shrink-0 overflow-x-auto px-edge pb-3">
            <Segmented aria-label="Which mails" options={filters} value={show} onValueChange={setShow} />
          </div>
          <MailList show={show} />
        </>
      ) : (
        <EmptyState title="The mail log is for owners and admins" line={false}>
          Ask an owner or admin of this workspace whether a mail went.
        </EmptyState>
      )}
    </SettingsPage>
  );
}

const nothing: Readonly<Record<MailsShown, { title: string; text: string }>> = {
  all: { title: "No mail yet", text: "When someone is invited, or told of something by e-mail, it is listed here." },
  waiting: {
    title: "No mail waits",
    text: "Mail waits here for more to come, for its member's working hours, or for another attempt.",
  },
  sent: { title: "No mail was sent", text: "What the mail server has taken is listed here." },
  failed: { title: "No mail failed", text: "A mail that could not be sent is kept here with its reason." },
  unknown: {
    title: "Of no mail it is open whether it arrived",
    text: "When the line or the server breaks while a mail is handed over, nobody can say; it is not sent again by itself.",
  },
  skipped: { title: "No mail was skipped", text: "Whoever might not be mailed stands here with the reason." },
};

function MailList({ show }: { show: MailsShown }) {
  const query = api.notificationMails.list.useInfiniteQuery({ show }, { getNextPageParam: (page) => page.nextCursor });
  return (
    <HistoryList
      label="Mails"
      query={query}
      words={{
        loading: "The mail log is loading",
        failed: "The mail log could not be loaded",
        earlier: "Show earlier mail",
      }}
      empty={<EmptyState title={nothing[show].title}>{nothing[show].text}</EmptyState>}
    >
      {(mail) => <MailRow key={mail.id} mail={mail} />}
    </HistoryList>
  );
}
