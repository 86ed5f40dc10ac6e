"use client";

import { useQuery } from "@tanstack/react-query";
import { ShortList } from "@/components/layout/short-list";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { PersonMark } from "@/components/ui/person";
import { ReferenceName } from "@/components/ui/reference-name";
import { useDayText } from "@/components/ui/use-day-text";
import { timesText } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import { useScopeConditions } from "./scope-conditions";

const mostShown = 5;

/** Open opportunities whose close date was pushed back, the next to close first. */
export function PushedCloses({ scope }: { scope: "mine" | "teams" }) {
  const { href, locale } = useWorkspace();
  const day = useDayText();
  const { conditions, teams } = useScopeConditions(scope);
  const query = useQuery(
    useApi().opportunities.list.queryOptions(
      {
        conditions: [
          ...(conditions ?? []),
          { field: "status", op: "anyOf", value: ["open"] },
          { field: "closeDatePushes", op: "atLeast", value: 1 },
        ],
        sort: { field: "expectedCloseDate", direction: "asc" },
        limit: mostShown,
      },
      { enabled: conditions !== null },
    ),
  );
  return (
    <ShortList
      title="Close dates pushed back"
      query={teams.error ? teams : query}
      rows={query.data?.rows}
      total={query.data?.total}
      none="No close date was pushed back."
      failed="The close dates could not be loaded."
    >
      {({ id, name, account, owner, closeDatePushes, expectedCloseDate }) => (
        <li
          key={id}
          className="relative flex min-h-12 items-center gap-2.5 px-edge py-1.5 hairline-b hairline-soft hover:bg-surface-hover"
        >
          <span className="flex min-w-0 flex-1 flex-col">
            <Link href={href(`/opportunities/${id}`)} className="truncate font-medium before:absolute before:inset-0">
              {name} {account ? <ReferenceName of={account} className="ml-0.5 font-normal text-muted" /> : null}
            </Link>
            <span className="truncate text-muted text-sm">
              {`Pushed back ${timesText(closeDatePushes, locale)}${expectedCloseDate ? `, now ${day(expectedCloseDate)}` : ""}`}
            </span>
          </span>
          <PersonMark person={owner} />
        </li>
      )}
    </ShortList>
  );
}
