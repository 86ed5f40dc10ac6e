"use client";

import { CheckCheck, Settings2 } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { type RefObject, useRef } from "react";
import { useShortcut } from "@/components/layout/keyboard";
import { useLines } from "@/components/layout/lines";
import { PageHeader } from "@/components/layout/page-header";
import { PageTabs } from "@/components/layout/page-tabs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { inboxRequest, useInboxActions, useUnread } from "../client";
import { type InboxView, inboxTypes, inboxViews, snoozeTimes, typeFacts } from "../rules";
import type { NotificationGroup } from "../schema";
import { InboxList } from "./inbox-list";

const labels: Record<InboxView, string> = { inbox: "Inbox", unread: "Unread", snoozed: "Snoozed", done: "Done" };
const everything = "all";

/** The inbox: notifications to read, snooze or mark as done. */
export function InboxPage() {
  const { href } = useWorkspace();
  const [show] = useQueryState("show", parseAsStringLiteral(inboxViews).withDefault("inbox"));
  const [type, setType] = useQueryState("type", parseAsStringLiteral(inboxTypes));
  const unread = useUnread();
  const request = inboxRequest(show, type);
  const { mark, snooze, markAll, marksAll } = useInboxActions(request);
  const groups = useRef<readonly NotificationGroup[]>([]);
  const { onDone, onSnooze } = useInboxKeys(groups, { mark, snooze });

  const tabs = inboxViews.map((view) => ({
    id: view,
    label: labels[view],
    href: href(`/inbox${query({ show: view === "inbox" ? null : view, type })}`),
    current: view === show,
    ...(view === "unread" && unread > 0 ? { count: unread } : {}),
  }));
  const readAll = () => markAll({ as: "read", ...(type ? { type } : {}) });
  const waiting = show === "inbox" || show === "unread";
  return (
    <>
      <PageHeader
        title="Inbox"
        phoneActions={
          waiting ? <IconButton label="Mark all as read" icon={<CheckCheck aria-hidden />} onClick={readAll} /> : null
        }
      >
        <Button asChild icon={<Settings2 aria-hidden />}>
          <Link href={href("/settings/notifications")}>Notification settings</Link>
        </Button>
        {waiting ? (
          <Button icon={<CheckCheck aria-hidden />} busy={marksAll} disabled={unread === 0} onClick={readAll}>
            Mark all as read
          </Button>
        ) : null}
      </PageHeader>
      <PageTabs label="Views of the inbox" tabs={tabs}>
        <Select
          aria-label="Type"
          quiet
          size="sm"
          value={type ?? everything}
          onValueChange={(next) => void setType(next === everything ? null : next)}
          options={[
            { value: everything, label: "All types" },
            ...inboxTypes.map((value) => ({ value, label: typeFacts[value].label })),
          ]}
        />
      </PageTabs>
      <InboxList
        show={show}
        request={request}
        groups={groups}
        actions={{ onRead: (one) => mark(one, "read"), onDone, onSnooze }}
      />
    </>
  );
}

/** The keys of the inbox act on the line with the focus, which goes to the next one where a line leaves. */
function useInboxKeys(
  groups: RefObject<readonly NotificationGroup[]>,
  { mark, snooze }: Pick<ReturnType<typeof useInboxActions>, "mark" | "snooze">,
) {
  const { zone } = useWorkspace();
  const { step, current, leave } = useLines();

  const onDone = (group: NotificationGroup) => {
    leave();
    mark(group, group.done ? "undone" : "done");
  };
  const onSnooze = (group: NotificationGroup, label: string, until: string | null) => {
    leave();
    snooze(group, label, until);
  };
  const onCurrent = (act: (group: NotificationGroup) => void) => () => {
    const group = groups.current.find(({ key }) => key === current());
    if (group) act(group);
  };
  const group = "Inbox";
  useShortcut({ keys: "j", label: "Next notification", group, run: () => step(1) });
  useShortcut({ keys: "k", label: "Previous notification", group, run: () => step(-1) });
  useShortcut({ keys: "e", label: "Done, or back to the inbox", group, run: onCurrent(onDone) });
  useShortcut({
    keys: "u",
    label: "Mark as read or unread",
    group,
    run: onCurrent((one) => mark(one, one.unread > 0 ? "read" : "unread")),
  });
  useShortcut({
    keys: "h",
    label: "Snooze until tomorrow, or back to the inbox",
    group,
    run: onCurrent((one) => {
      const tomorrow = snoozeTimes(new Date(), zone)[1];
      if (one.done || !tomorrow) return;
      if (one.snoozedUntil) onSnooze(one, "", null);
      else onSnooze(one, tomorrow.label, tomorrow.until);
    }),
  });
  return { onDone, onSnooze };
}

function query(values: Record<string, string | null>): string {
  const set = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return set.length === 0 ? "" : `?${new URLSearchParams(set)}`;
}
