"use client";

import { useQuery } from "@tanstack/react-query";
import { LineFailed } from "@/components/layout/line-failed";
import { SectionHead } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { type RouterOutputs, useApi } from "@/trpc/react";

type Session = RouterOutputs["staff"]["supportHistory"][number];

/** The support sessions of a workspace: who opened it as whom, and why. */
export function SupportPanel({ workspaceId }: { workspaceId: string }) {
  const api = useApi();
  const query = useQuery(
    api.staff.supportHistory.queryOptions(
      { id: workspaceId },
      { refetchInterval: ({ state }) => (state.data?.some((one) => running.has(one.state)) ? askAgainMs : false) },
    ),
  );
  return (
    <section aria-label="Support sessions">
      <SectionHead title="Sessions and requests" count={query.data?.length} />
      {query.isPending ? <Skeleton className="mx-edge w-40" /> : null}
      {query.error && !query.data ? <LineFailed title="The sessions could not be loaded." query={query} /> : null}
      {query.data?.length === 0 ? (
        <p className="px-edge pb-3 text-muted">Nobody has asked to open this workspace as support.</p>
      ) : null}
      <ul>
        {query.data?.map((session) => (
          <SessionLine key={session.id} session={session} />
        ))}
      </ul>
    </section>
  );
}

function SessionLine({ session }: { session: Session }) {
  return (
    <li className="px-edge py-1.5">
      <p className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate">
          {session.staff} <span className="text-muted">as {session.member}</span>
        </span>
        <span className="max-w-24 truncate font-mono text-faint text-sm">#{session.ticket}</span>
      </p>
      <p className="text-muted text-sm">
        <RelativeTime at={session.startedAt ?? session.askedAt} /> · {session.write ? "read and write" : "read only"} ·{" "}
        {outcomeOf(session)}
      </p>
    </li>
  );
}

/** Nobody answers a request that waits without somebody looking: the console has no live connection. */
const askAgainMs = 5_000;
const running: ReadonlySet<Session["state"]> = new Set(["asked", "allowed", "open"]);

const outcomes = {
  asked: "waiting for an answer",
  allowed: "allowed, not started yet",
  refused: "refused",
  open: "open now",
} satisfies Partial<Record<Session["state"], string>>;

function outcomeOf({ state, startedAt, endedAt }: Session): string {
  if (state !== "ended") return outcomes[state];
  if (!startedAt || !endedAt) return "not started";
  return `${Math.max(1, Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 60_000))} min`;
}
