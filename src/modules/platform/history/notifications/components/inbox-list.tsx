"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { type RefObject, useEffect } from "react";
import { ListEnd } from "@/components/data-table/list-end";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { QueryFailed } from "@/components/layout/query-failed";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { listPages } from "@/trpc/pages";
import { type RouterInputs, useApi } from "@/trpc/react";
import type { InboxView } from "../rules";
import type { NotificationGroup } from "../schema";
import { InboxRow, type LineActions } from "./inbox-line";

const empty: Record<InboxView, { title: string; text: string }> = {
  inbox: {
    title: "You are up to date",
    text: "You get notifications about records that are assigned to you, and about changes of records that you own or follow.",
  },
  unread: {
    title: "Nothing unread",
    text: "Notifications that you have read stay in the inbox until you mark them as done.",
  },
  snoozed: { title: "Nothing snoozed", text: "Snooze a notification to see it again at the time that you choose." },
  done: { title: "Nothing done yet", text: "Notifications that you mark as done move from the inbox to this list." },
};

interface InboxListProps {
  show: InboxView;
  request: RouterInputs["notifications"]["list"];
  /** Receives the shown groups, for the keyboard. */
  groups: RefObject<readonly NotificationGroup[]>;
  actions: LineActions;
}

/** The groups of one view, newest first. */
export function InboxList({ show, request, groups, actions }: InboxListProps) {
  const api = useApi();
  const query = useInfiniteQuery(api.notifications.list.infiniteQueryOptions(request, listPages));
  const rows = query.data?.pages.flatMap((page) => page.rows);
  // The shortcuts' handlers read what is on the screen.
  useEffect(() => {
    groups.current = rows ?? [];
  });
  if (query.error && !rows) return <QueryFailed title="Your notifications could not be loaded" query={query} />;
  if (!rows) return <InboxSkeleton />;
  if (rows.length === 0)
    return (
      <EmptyState title={request.type ? "No notifications of this type" : empty[show].title} line={show === "inbox"}>
        {empty[show].text}
      </EmptyState>
    );
  return (
    <section aria-label="Notifications" className="min-h-0 flex-1 overflow-y-auto" {...keyboardScroll}>
      <ul>
        {rows.map((group) => (
          <InboxRow key={group.key} group={group} actions={actions} />
        ))}
      </ul>
      <ListEnd query={query}>
        <InboxSkeleton />
      </ListEnd>
    </section>
  );
}

function InboxSkeleton() {
  return (
    <SkeletonRegion label="Loading notifications">
      {["w-64", "w-80", "w-56", "w-72"].map((width) => (
        <div key={width} className="flex h-11 items-center gap-3 border-border-soft border-b px-edge">
          <span className="size-2" />
          <span className="size-6 rounded-full bg-surface-press" />
          <Skeleton className={width} />
        </div>
      ))}
    </SkeletonRegion>
  );
}
