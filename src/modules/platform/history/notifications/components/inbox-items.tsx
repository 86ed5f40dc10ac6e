"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Notification, NotificationGroup } from "../schema";
import { notificationSentence } from "./notification-words";

export interface InboxItemsProps {
  group: NotificationGroup;
  /** The ones to show. */
  items: readonly Notification[];
}

/** Single notifications of a line; those about another record or comment than the line lead there. */
export function InboxItems({ group, items }: InboxItemsProps) {
  const { locale, href } = useWorkspace();
  const more = group.count - group.items.length;
  return (
    <ul className="mt-1 space-y-1">
      {items.map((item) => (
        <li key={item.id} className="flex gap-3 text-muted text-sm">
          <span className="min-w-0 flex-1">
            {item.path !== null && (group.records > 1 || item.path !== group.items[0]?.path) ? (
              <Link
                href={href(item.path)}
                className="rounded-sm hover:text-text hover:underline phone:block phone:py-3"
              >
                {notificationSentence(item, { records: 1 }, locale)}
              </Link>
            ) : (
              notificationSentence(item, { records: 1 }, locale)
            )}
          </span>
          <RelativeTime at={item.at} className="shrink-0 text-faint phone:py-3" />
        </li>
      ))}
      {more > 0 ? <li className="text-faint text-sm">{`and ${more.toLocaleString(locale)} more`}</li> : null}
    </ul>
  );
}
