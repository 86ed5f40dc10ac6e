"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { useApi } from "@/trpc/react";
import { waitingIn } from "./sync-counts";
import { problemWord } from "./sync-words";

/** The problems of all connections of the workspace, for the page that lists them. */
export function useSyncNeeds() {
  const { connections, sync } = useApi();
  const { href, locale, can } = useWorkspace();
  const { data } = useQuery(connections.list.queryOptions({}, { enabled: can("connection:view") }));
  const working = (data ?? []).filter(({ on, state }) => on && state !== "disconnected" && state !== "notConnected");
  const waiting = useQueries({
    queries: working.map(({ connection }) => sync.objects.queryOptions({ connectionId: connection?.id ?? "" })),
    combine: (answers) => answers.map((answer) => waitingIn(answer.data ?? [])),
  });
  const rows = working
    .map((integration, at) => ({ ...integration, count: waiting[at] ?? 0 }))
    .filter(({ count }) => count > 0);
  return {
    count: rows.length,
    list: (
      <ul>
        {rows.map(({ provider, label, count }) => (
          <li key={provider} className="flex gap-2 border-border-soft border-b px-edge py-2">
            <TriangleAlert aria-hidden className="mt-0.5 size-[15px] shrink-0 text-warning" />
            <div className="min-w-0">
              <h3 className="font-medium">{`${problemWord(count, locale)} with ${label}`}</h3>
              <p className="text-muted text-sm">They stop nothing: everything else goes on.</p>
              <Button asChild variant="tinted" size="sm" className="mt-2">
                <Link href={href(`/settings/integrations/${provider}/problems`)}>Open problems</Link>
              </Button>
            </div>
          </li>
        ))}
      </ul>
    ),
  };
}
