"use client";

import { QueryFailed } from "@/components/layout/query-failed";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { scopeText } from "@/lib/support-events";
import { api } from "@/trpc/react";
import type { SessionState } from "../../rules";
import { useMySupport } from "../client";
import type { MySupport } from "../schema";

const states: Readonly<Record<SessionState, { label: string; tone: BadgeTone }>> = {
  asked: { label: "Asked", tone: "warning" },
  allowed: { label: "Allowed", tone: "positive" },
  refused: { label: "Refused", tone: "danger" },
  open: { label: "Open", tone: "accent" },
  ended: { label: "Ended", tone: "neutral" },
};

/** The console learns of decisions by asking: it has no live connection. */
const askAgainMs = 5_000;

/** Own requests and sessions of a person of the staff, newest first; of one workspace, or of all. */
export function MySessions({ workspaceId }: { workspaceId?: string | undefined }) {
  const input = workspaceId === undefined ? {} : { workspaceId };
  const query = api.staffSupport.mine.useQuery(input, {
    refetchInterval: ({ state }) => (state.data?.some((one) => isRunning(one.state)) ? askAgainMs : false),
  });
  const { data } = query;
  if (query.error && !data) return <QueryFailed title="Your sessions could not be loaded" query={query} />;
  if (!data)
    return (
      <SkeletonRegion label="Loading your sessions" className="hairline-t">
        {["w-56", "w-44", "w-64"].map((width) => (
          <div key={width} className="flex h-13 items-center px-edge hairline-b hairline-soft">
            <Skeleton className={width} />
          </div>
        ))}
      </SkeletonRegion>
    );
  if (data.length === 0)
    return (
      <EmptyState title="No support sessions yet" line={false}>
        Requests to open a workspace, and the sessions that follow from them, are listed here.
      </EmptyState>
    );
  return (
    <ul aria-label="My support sessions" className="hairline-t">
      {data.map((session) => (
        <SessionLine key={session.id} session={session} named={workspaceId === undefined} />
      ))}
    </ul>
  );
}

const isRunning = (state: SessionState) => state === "asked" || state === "allowed" || state === "open";

function SessionLine({ session, named }: { session: MySupport; named: boolean }) {
  const { start, starting, stop, stopping } = useMySupport();
  const { id, workspace, member, reason, ticket, write, minutes, state, askedAt } = session;
  const { label, tone } = states[state];
  return (
    <li className="flex min-h-13 items-center gap-3 px-edge py-2 hairline-b hairline-soft phone:flex-wrap">
      <div className="min-w-0 flex-1 phone:basis-[70%]">
        <p className="truncate">
          {named ? <span className="font-medium">{`${workspace.name} `}</span> : null}
          <span className="text-muted">{`as ${member} · ${scopeText(write)} · ${minutes} minutes`}</span>
        </p>
        <p className="truncate text-muted text-sm">
          {`${reason} · `}
          <span className="font-mono">{`#${ticket}`}</span>
          {" · "}
          <RelativeTime at={askedAt} />
        </p>
      </div>
      <Badge tone={tone}>{label}</Badge>
      {state === "allowed" ? (
        <Button size="sm" variant="primary" busy={starting === id} onClick={() => start(session)}>
          Start
        </Button>
      ) : null}
      {state === "open" ? (
        <Button asChild size="sm">
          <Link href={`/${workspace.slug}`}>Open</Link>
        </Button>
      ) : null}
      {isRunning(state) ? (
        <Button size="sm" busy={stopping === id} onClick={() => stop(session)}>
          {state === "open" ? "Stop" : "Take back"}
        </Button>
      ) : null}
    </li>
  );
}
