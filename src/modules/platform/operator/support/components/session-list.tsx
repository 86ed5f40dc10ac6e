"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useId } from "react";
import type { Pages } from "@/components/data-table/next-page";
import { ShowMore } from "@/components/data-table/show-more";
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
const columns =
  "grid grid-cols-[minmax(0,1.5fr)_minmax(0,1.25fr)_minmax(0,1.1fr)_80px_92px_52px_56px_52px_16px] items-center gap-x-3 narrow:grid-cols-[minmax(0,2.2fr)_minmax(0,1.25fr)_minmax(0,1.1fr)_60px_84px_52px_56px_52px_16px] narrow:gap-x-2";

interface SessionListProps {
  query: Pages & { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean };
  rows: readonly SupportSession[];
}

/** The sessions of staff, newest first; each opens its transcript: below it, on a phone as a sheet. */
export function SessionList({ query, rows }: SessionListProps) {
  const phone = useIsPhone();
  const [openId, setOpenId] = useQueryState("session", parseAsString);
  const shown = rows.find(({ id }) => id === openId);
  return (
    <section aria-label="Sessions">
      <GroupHead title="Sessions" count={query.hasNextPage ? `${rows.length}+` : rows.length} />
      {rows.length === 0 ? (
        <p className="px-edge py-5 text-muted">
          Staff have not asked for access yet. Each session is listed here with everything that was opened, changed and
          refused.
        </p>
      ) : (
        <>
          <div aria-hidden className={cn(columns, "h-8 px-edge text-muted text-sm hairline-b phone:hidden")}>
            {["When", "Who", "As", "Ticket", "Scope"].map((head) => (
              <span key={head}>{head}</span>
            ))}
            {["Opened", "Changed", "Refused"].map((head) => (
              <span key={head} className="text-right">
                {head}
              </span>
            ))}
          </div>
          <ul aria-label="Sessions of staff">
            {rows.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                open={session.id === openId}
                inline={!phone}
                onToggle={() => void setOpenId(session.id === openId ? null : session.id)}
              />
            ))}
          </ul>
          <ShowMore query={query}>Show earlier sessions</ShowMore>
        </>
      )}
      {phone && shown ? <TranscriptDialog session={shown} onClose={() => void setOpenId(null)} /> : null}
      {openId && !shown ? <EarlierSession id={openId} onClose={() => void setOpenId(null)} /> : null}
    </section>
  );
}

/** A session that the audit log leads to, and that the list does not show yet. */
function EarlierSession({ id, onClose }: { id: string; onClose: () => void }) {
  const api = useApi();
  const { data } = useQuery(api.support.transcript.queryOptions({ id }));
  return data ? <TranscriptDialog session={data.session} onClose={onClose} /> : null;
}

interface RowProps {
  session: SupportSession;
  open: boolean;
  /** The transcript stands below the row. */
  inline: boolean;
  onToggle(): void;
}

function SessionRow({ session, open, inline, onToggle }: RowProps) {
  const region = useId();
  const span = useSpan();
  const { staff, member, ticket, write, opened, changed, refused } = session;
  const state = states[session.state];
  const when = span(session);
  const Chevron = open && inline ? ChevronDown : ChevronRight;
  return (
    <li className="hairline-b hairline-soft">
      <div className={cn("relative flex items-center hover:bg-surface-hover", open && inline && "bg-surface-press")}>
        <button
          type="button"
          aria-label={`Transcript of ${staff} as ${member.name}, ${when}`}
          aria-expanded={open}
          {...(inline ? { "aria-controls": region } : { "aria-haspopup": "dialog" as const })}
          onClick={onToggle}
          className="absolute inset-0 outline-offset-[-2px]"
        />
        <div className={cn(columns, "min-h-row w-full px-edge py-1 phone:hidden")}>
          <span className="flex min-w-0 items-center gap-2">
            <span className="truncate" title={when}>
              {when}
            </span>
            {state ? <Badge tone={state.tone}>{state.label}</Badge> : null}
          </span>
          <Named name={staff} strong />
          <Named name={member.name} id={member.id ?? undefined} />
          <span className="truncate font-mono text-sm" title={ticket}>{`#${ticket}`}</span>
          <span className="truncate text-muted">{capital(scopeText(write))}</span>
          <span className="text-right tabular-nums">{opened}</span>
          <span className="text-right tabular-nums">{changed}</span>
          <span className={cn("text-right tabular-nums", refused > 0 && "text-danger")}>{refused}</span>
          <Chevron aria-hidden className="size-4 justify-self-end text-faint" />
        </div>
        <div className="flex min-h-11 w-full items-center gap-2.5 px-edge py-2 desk:hidden">
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
          {state ? <Badge tone={state.tone}>{state.label}</Badge> : null}
          <Chevron aria-hidden className="size-4 shrink-0 text-faint" />
        </div>
      </div>
      {session.state === "open" ? <EndNow session={session} reason={!(open && inline)} /> : null}
      {open && inline ? (
        <section id={region} aria-label={`Transcript of ${staff}`} className="px-edge pb-2">
          <TranscriptLines session={session} />
        </section>
      ) : null}
    </li>
  );
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
