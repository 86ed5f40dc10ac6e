"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FilterRow } from "@/components/data-table/filter-row";
import { QueryTable } from "@/components/data-table/query-table";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { Segmented } from "@/components/ui/segmented";
import { useApi } from "@/trpc/react";
import type { MailsShown } from "../schema";
import { mailColumns } from "./mail-columns";

const filters = [
  { value: "all", label: "All" },
  { value: "waiting", label: "Waiting" },
  { value: "sent", label: "Sent" },
  { value: "failed", label: "Failed" },
  { value: "unknown", label: "Unknown" },
  { value: "skipped", label: "Skipped" },
] as const satisfies readonly { value: MailsShown; label: string }[];

/** Lists the e-mails of the workspace with their outcome and its reason. */
export function MailLogPage() {
  const { can, href } = useWorkspace();
  const [show, setShow] = useState<MailsShown>("all");
  return (
    <SettingsPage
      title="Mail log"
      description="Notifications and invitations sent by e-mail in the last 90 days: the recipient, whether the e-mail was sent, and why not. The content of e-mails is not stored. Owners and admins see this page, and can resend e-mails that failed or may not have arrived."
      back={{ label: "Settings", href: href("/settings") }}
    >
      {can("workspace:manage") ? (
        <>
          <FilterRow className="flex-nowrap overflow-x-auto">
            <Segmented aria-label="Filter by status" options={filters} value={show} onValueChange={setShow} />
          </FilterRow>
          <MailList show={show} />
        </>
      ) : (
        <EmptyState title="The mail log is for owners and admins" line={false}>
          Ask an owner or admin of this workspace whether an e-mail was sent.
        </EmptyState>
      )}
    </SettingsPage>
  );
}

const nothing: Readonly<Record<MailsShown, { title: string; text: string }>> = {
  all: { title: "No e-mails yet", text: "Invitations and notifications sent by e-mail are listed here." },
  waiting: {
    title: "No waiting e-mails",
    text: "E-mails wait here to be grouped with later notifications, for the recipient's working hours, or to be retried.",
  },
  sent: { title: "No sent e-mails", text: "E-mails that the mail server has accepted are listed here." },
  failed: { title: "No failed e-mails", text: "E-mails that could not be sent are listed here with the reason." },
  unknown: {
    title: "No e-mails with an unknown outcome",
    text: "When the connection or the server fails during sending, it is unknown whether the e-mail arrived. Such an e-mail is not resent automatically.",
  },
  skipped: {
    title: "No skipped e-mails",
    text: "E-mails that were skipped are listed here with the reason, for example that the member turned them off.",
  },
};

function MailList({ show }: { show: MailsShown }) {
  const api = useApi();
  const query = useInfiniteQuery(
    api.notificationMails.list.infiniteQueryOptions({ show }, { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <QueryTable
      label="Mails"
      look="lines"
      query={query}
      columns={mailColumns}
      phoneTracks="minmax(0,1fr) auto"
      keyOf={({ id }) => id}
      of="the mail log"
      more="Show earlier e-mails"
      empty={<EmptyState title={nothing[show].title}>{nothing[show].text}</EmptyState>}
    />
  );
}
