"use client";

import { GroupHead } from "@/components/layout/settings-page";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { scopeText } from "@/lib/support-events";
import { useSupportActs } from "../client";
import { requestDays } from "../rules";
import type { SupportSession } from "../schema";

/** Sessions that staff ask for. Nothing while nobody asks. */
export function WaitingRequests({ sessions }: { sessions: readonly SupportSession[] }) {
  const { decide, deciding } = useSupportActs();
  if (sessions.length === 0) return null;
  return (
    <section aria-label="Waiting for you">
      <GroupHead
        title="Waiting for you"
        count={sessions.length}
        note={`A request that nobody answers expires after ${requestDays} days`}
      />
      <ul>
        {sessions.map((session) => {
          const { id, staff, member, write, minutes, reason, ticket, askedAt } = session;
          const busy = deciding?.id === id;
          return (
            <li
              key={id}
              className="flex items-center gap-3 px-edge py-3 hairline-b hairline-soft phone:flex-wrap phone:items-start"
            >
              <Avatar name={staff} size={28} decorative />
              <div className="min-w-0 flex-1">
                <p className="text-muted">
                  <span className="font-medium text-text">{staff}</span>
                  {` of Throughline support asks to open this workspace as ${member.name}, ${scopeText(write)}, for ${minutes} minutes`}
                </p>
                <p className="break-words text-muted text-sm">
                  {`${reason} · `}
                  <span className="font-mono">{`#${ticket}`}</span>
                  {" · "}
                  <RelativeTime at={askedAt} inSentence />
                </p>
              </div>
              <div className="flex shrink-0 gap-2 phone:w-full phone:*:flex-1">
                <Button busy={busy && !deciding.allow} onClick={() => decide(session, false)}>
                  Refuse
                </Button>
                <Button variant="primary" busy={busy && deciding.allow} onClick={() => decide(session, true)}>
                  {`Allow ${minutes} minutes`}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
