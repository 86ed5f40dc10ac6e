"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { Loaded } from "@/components/layout/loaded";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { TableLoading } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { todayIn } from "@/lib/day-words";
import { dateFormat } from "@/lib/intl";
import { scopeText } from "@/lib/support-events";
import { localDay } from "@/lib/working-time";
import type { SessionState } from "../../rules";
import { isRunning, useMySessions, useMySupport } from "../client";
import type { MySupport } from "../schema";

const states: Readonly<Record<SessionState, { label: string; tone: BadgeTone }>> = {
  asked: { label: "Waiting", tone: "warning" },
  allowed: { label: "Allowed", tone: "positive" },
  refused: { label: "Refused", tone: "danger" },
  open: { label: "Open", tone: "accent" },
  ended: { label: "Ended", tone: "neutral" },
};

/** Own requests and sessions of a person of the staff, newest first. */
export function MySessions() {
  const query = useMySessions();
  const loading = <TableLoading label="Loading your sessions" look="lines" />;
  return (
    <Loaded query={query} of="your sessions" loading={loading}>
      {(sessions) =>
        sessions.length > 0 ? (
          <ul aria-label="My support sessions" className="hairline-t">
            {sessions.map((session) => (
              <SessionLine key={session.id} session={session} named />
            ))}
          </ul>
        ) : (
          <EmptyState title="No support sessions yet" line={false}>
            Requests to open a workspace, and the sessions that follow from them, are listed here.
          </EmptyState>
        )
      }
    </Loaded>
  );
}

/** Own requests and sessions in one workspace that wait, can be started or are open. */
export function RunningSessions({ workspaceId }: { workspaceId: string }) {
  const running = useMySessions(workspaceId).data?.filter(isRunning) ?? [];
  if (running.length === 0) return null;
  return (
    <ul aria-label="My open requests and sessions" className="mb-2 hairline-b">
      {running.map((session) => (
        <SessionLine key={session.id} session={session} />
      ))}
    </ul>
  );
}

function SessionLine({ session, named = false }: { session: MySupport; named?: boolean }) {
  const since = useSince();
  const { start, starting, stop, stopping } = useMySupport();
  const { id, workspace, member, reason, ticket, write, minutes, state, askedAt } = session;
  const { label, tone } = states[state];
  return (
    <li
      className={cn(
        "flex min-h-13 items-center gap-3 px-edge py-2 hairline-b hairline-soft phone:flex-wrap",
        !named && "flex-wrap hairline-t",
      )}
    >
      <div className={cn("min-w-0 flex-1 phone:basis-[70%]", !named && "basis-full")}>
        <p className={named ? "truncate phone:whitespace-normal" : "wrap-anywhere"}>
          {named ? <span className="font-medium">{`${workspace.name} `}</span> : null}
          <span className="text-muted">{`as ${member} · ${scopeText(write)} · ${minutes} minutes`}</span>
        </p>
        <p className={cn("text-muted text-sm", named ? "truncate phone:whitespace-normal" : "wrap-anywhere")}>
          {`${reason} · `}
          <span className="font-mono">{`#${ticket}`}</span>
          {" · "}
          {state === "asked" ? `waiting since ${since(askedAt)}` : <RelativeTime at={askedAt} inSentence />}
        </p>
      </div>
      <Badge tone={tone}>{label}</Badge>
      {state === "allowed" ? (
        <Button size="sm" variant="primary" busy={starting === id} onClick={() => start(session)}>
          {named ? "Start" : `Start ${minutes} minutes`}
        </Button>
      ) : null}
      {state === "open" ? (
        <Button asChild size="sm">
          <Link href={`/${workspace.slug}`}>Open</Link>
        </Button>
      ) : null}
      {isRunning(session) ? (
        <Button size="sm" busy={stopping === id} onClick={() => stop(session)}>
          {state === "open" ? "Stop" : "Take back"}
        </Button>
      ) : null}
    </li>
  );
}

/** A time of today without its day, an earlier one with it: "10:24 AM", "Nov 3, 10:24 AM". */
function useSince(): (at: string) => string {
  const { locale, timeZone } = useListLocale();
  const today = todayIn(timeZone);
  const time = { timeZone, timeStyle: "short" } as const;
  const day = { timeZone, month: "short", day: "numeric", hour: "numeric", minute: "2-digit" } as const;
  return (at) => {
    const isToday = localDay(new Date(at), timeZone) === today;
    return dateFormat(locale, isToday ? time : day).format(new Date(at));
  };
}
