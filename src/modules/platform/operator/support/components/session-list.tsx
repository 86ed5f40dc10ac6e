"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import type { PlainColumn } from "@/components/data-table/plain-table";
import { QueryTable, type QueryTableProps } from "@/components/data-table/query-table";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { GroupHead } from "@/components/layout/settings-page";
import { Avatar } from "@/components/ui/avatar";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { scopeText } from "@/lib/support-events";
import { capital } from "@/lib/text";
import { useApi } from "@/trpc/react";
import { useSpan, useSupportActs } from "../client";
import type { SessionState } from "../rules";
import type { SupportSession } from "../schema";
import { TranscriptDialog } from "./transcript-dialog";
import { TranscriptLines } from "./transcript-lines";

const states: Readonly<Record<SessionState, { label: string; tone: BadgeTone } | null>> = {
  asked: { label: "Waiting", tone: "warning" },
  allowed: { label: "Allowed", tone: "info" },
  refused: { label: "Refused", tone: "danger" },
  open: { label: "Now", tone: "accent" },
  ended: null,
};
interface SessionListProps {
  query: QueryTableProps<SupportSession>["query"] & { hasNextPage: boolean };
  rows: readonly SupportSession[];
}

/** The sessions of staff, newest first; each opens its transcript: below it, on a phone as a sheet. */
export function SessionList({ query, rows }: SessionListProps) {
  const phone = useIsPhone();
  const span = useSpan();
  const [openId, setOpenId] = useQueryState("session", parseAsString);
  const shown = rows.find(({ id }) => id === openId);
  const inline = phone ? null : openId;
  return (
    <section aria-label="Sessions">
      <GroupHead title="Sessions" count={query.hasNextPage ? `${rows.length}+` : rows.length} />
      <QueryTable
        label="Staff sessions"
        look="dense"
        query={query}
        keyOf={({ id }) => id}
        columns={columnsOf(span, inline)}
        action={(session) => ({
          label: `Transcript of ${session.staff} as ${session.member.name}, ${span(session)}`,
          expanded: session.id === openId,
          dialog: phone,
          run: () => void setOpenId(session.id === openId ? null : session.id),
        })}
        below={(session) => belowOf(session, session.id === inline)}
        more="Show earlier sessions"
        empty={
          <p className="px-edge py-5 text-muted">
            Staff have not asked for access yet. Each session is listed here with everything that was opened, changed
            and refused.
          </p>
        }
      />
      {phone && shown ? <TranscriptDialog session={shown} onClose={() => void setOpenId(null)} /> : null}
      {openId && !shown ? <EarlierSession id={openId} onClose={() => void setOpenId(null)} /> : null}
    </section>
  );
}

type Span = ReturnType<typeof useSpan>;

const columnsOf = (span: Span, open: string | null): PlainColumn<SupportSession>[] => [
  {
    label: "When",
    width: "minmax(0,1.7fr)",
    desk: true,
    cell: (session) => (
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate">{span(session)}</span>
        <State state={session.state} />
      </span>
    ),
  },
  { label: "Who", width: "minmax(0,1.25fr)", desk: true, cell: ({ staff }) => <Named name={staff} strong /> },
  {
    label: "As",
    width: "minmax(0,1.1fr)",
    desk: true,
    cell: ({ member }) => <Named name={member.name} id={member.id ?? undefined} />,
  },
  {
    label: "Ticket",
    width: "minmax(60px,80px)",
    desk: true,
    cell: ({ ticket }) => <span className="block truncate font-mono text-sm">{`#${ticket}`}</span>,
  },
  {
    label: "Scope",
    width: 84,
    desk: true,
    cell: ({ write }) => <span className="block truncate text-muted">{capital(scopeText(write))}</span>,
  },
  { label: "Opened", width: 52, right: true, desk: true, cell: ({ opened }) => opened },
  { label: "Changed", width: 56, right: true, desk: true, cell: ({ changed }) => changed },
  {
    label: "Refused",
    width: 76,
    right: true,
    desk: true,
    cell: ({ id, refused }) => (
      <span className="flex items-center justify-end gap-2">
        <span className={cn(refused > 0 && "text-danger")}>{refused}</span>
        <Chevron down={id === open} />
      </span>
    ),
  },
  { label: "Session", phoneOnly: true, cell: (session) => <PhoneSession session={session} when={span(session)} /> },
];

const Chevron = ({ down = false }: { down?: boolean }) => {
  const Sign = down ? ChevronDown : ChevronRight;
  return <Sign aria-hidden className="size-4 shrink-0 text-faint" />;
};

function State({ state }: { state: SessionState }) {
  const shown = states[state];
  return shown ? <Badge tone={shown.tone}>{shown.label}</Badge> : null;
}

function PhoneSession({ session, when }: { session: SupportSession; when: string }) {
  const { staff, member, write, opened, changed, refused } = session;
  return (
    <span className="flex items-center gap-2.5">
      <Avatar name={staff} size={28} decorative />
      <span className="min-w-0 flex-1">
        <span className="block truncate">
          <span className="font-medium">{staff}</span>
          {` as ${member.name}`}
        </span>
        <span className="block text-muted text-sm">
          {`${when} · ${scopeText(write)} · ${opened} opened, ${changed} changed, ${refused} refused`}
        </span>
      </span>
      <State state={session.state} />
      <Chevron />
    </span>
  );
}

/** Below a session: its end while it is open, and its transcript where it is shown here. */
function belowOf(session: SupportSession, open: boolean): ReactNode {
  if (!open && session.state !== "open") return null;
  return (
    <>
      {session.state === "open" ? <EndNow session={session} reason={!open} /> : null}
      {open ? (
        <section aria-label={`Transcript of ${session.staff}`} className="px-edge pb-2">
          <TranscriptLines session={session} />
        </section>
      ) : null}
    </>
  );
}

/** A session that the audit log leads to, and that the list does not show yet. */
function EarlierSession({ id, onClose }: { id: string; onClose: () => void }) {
  const api = useApi();
  const { data } = useQuery(api.support.transcript.queryOptions({ id }));
  return data ? <TranscriptDialog session={data.session} onClose={onClose} /> : null;
}

function Named({ name, id, strong = false }: { name: string; id?: string | undefined; strong?: boolean }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar name={name} id={id} decorative />
      <span className={cn("truncate", strong && "font-medium")}>{name}</span>
    </span>
  );
}

/** Below the line of an open session. */
function EndNow({ session, reason }: { session: SupportSession; reason: boolean }) {
  const { end, ending } = useSupportActs();
  return (
    <div className="flex items-center gap-3 px-edge py-2">
      <p className="min-w-0 flex-1 text-muted text-sm">{reason ? `Reason: ${session.reason}` : null}</p>
      <Button size="sm" variant="danger" busy={ending === session.id} onClick={() => end(session)}>
        End now
      </Button>
    </div>
  );
}
