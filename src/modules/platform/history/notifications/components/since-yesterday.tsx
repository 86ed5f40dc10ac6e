"use client";

import { useQuery } from "@tanstack/react-query";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { SectionHead } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { PersonMark } from "@/components/ui/person";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { useApi } from "@/trpc/react";
import { commentWords } from "../catalog";
import { newsPath } from "../rules";
import type { Notification } from "../schema";
import { notificationSentence } from "./notification-words";

/** The words around a mention. */
function CommentWords({ item }: { item: Notification }) {
  const words = commentWords(item);
  return words ? <span className="line-clamp-2 wrap-anywhere">{words}</span> : null;
}

/** So many are shown; the inbox has all. */
const mostShown = 10;

/** Acts of others since yesterday on records that the member owns or follows, and records that were assigned to them. */
export function SinceYesterday() {
  const { href, locale } = useWorkspace();
  const { zone } = useWorkspace();
  const since = momentOfDay(dayLater(localDay(new Date(), zone), -1), 0, zone).toISOString();
  const query = useQuery(useApi().notifications.list.queryOptions({ since, limit: mostShown }));
  const groups = query.data?.rows;
  return (
    <section aria-label="Since yesterday" className="pb-4">
      <SectionHead
        title="Since yesterday"
        line
        action={
          <Link href={href("/updates")} className="link">
            All updates
          </Link>
        }
      />
      {query.error && !groups ? <LineFailed title="The news could not be loaded." query={query} /> : null}
      {query.isPending ? (
        <SkeletonRegion label="The news is loading" className="flex flex-col gap-3 px-edge py-2">
          <Skeleton className="w-52" />
          <Skeleton className="w-64" />
        </SkeletonRegion>
      ) : null}
      {groups?.length === 0 ? <p className="px-edge text-muted">Nothing new since yesterday</p> : null}
      <ul>
        {groups?.map((group) => {
          const [newest] = group.items;
          if (!newest) return null;
          return (
            <li key={group.key} className="relative flex items-start gap-2.5 px-edge py-1.5 hover:bg-surface-hover">
              <PersonMark person={newest.actor} decorative />
              <Link
                href={href(newsPath(newest, group.records))}
                className="min-w-0 flex-1 rounded-sm text-muted before:absolute before:inset-0"
              >
                {notificationSentence(newest, group, locale)}
                <CommentWords item={newest} />
              </Link>
              <RelativeTime at={newest.at} className="shrink-0 text-faint" />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
