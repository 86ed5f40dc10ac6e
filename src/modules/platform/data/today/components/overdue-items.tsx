"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ShortList } from "@/components/layout/short-list";
import { useWorkspace } from "@/components/layout/workspace-context";
import { entryIcons } from "@/components/timeline/entry-icons";
import { Link } from "@/components/ui/link";
import { ReferenceName } from "@/components/ui/reference-name";
import { todayIn } from "@/lib/day-words";
import { nounOf } from "@/lib/nouns/all";
import { useApi } from "@/trpc/react";
import { itemWhen } from "../rules";

const mostShown = 5;

/** The first items of the member that are overdue, the oldest first. */
export function OverdueItems() {
  const { href, locale, zone } = useWorkspace();
  const [now] = useState(() => new Date());
  const api = useApi();
  const query = useQuery(api.today.list.queryOptions({ section: "overdue", limit: mostShown }));
  const { data: counts } = useQuery(api.today.counts.queryOptions({}));
  const timeZone = counts?.timeZone ?? zone;
  const place = { locale, timeZone, today: counts?.today ?? todayIn(timeZone, now) };
  return (
    <ShortList
      title="My overdue"
      query={query}
      rows={query.data?.rows}
      total={counts?.overdue}
      none="You have nothing overdue."
      failed="The overdue items could not be loaded."
      allHref={href("/today")}
    >
      {(item) => {
        const Icon = entryIcons[item.icon];
        return (
          <li
            key={item.id}
            className="relative flex min-h-12 items-center gap-2.5 px-edge py-1.5 hairline-b hairline-soft hover:bg-surface-hover"
          >
            <Icon aria-hidden className="size-[15px] shrink-0 text-faint" />
            <span className="flex min-w-0 flex-1 flex-col">
              <Link
                href={href(`/${nounOf(item.entity)?.path}/${item.recordId}`)}
                className="truncate font-medium before:absolute before:inset-0"
              >
                {item.title}
              </Link>
              <span className="truncate text-muted text-sm">
                <span className="text-danger">{itemWhen(item, place)}</span>{" "}
                {item.about ? <ReferenceName of={item.about} className="ml-0.5" /> : null}
              </span>
            </span>
          </li>
        );
      }}
    </ShortList>
  );
}
