"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { ShowMore } from "@/components/data-table/show-more";
import { QueryFailed } from "@/components/layout/query-failed";
import { GroupHead } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { homeEntity } from "@/lib/nouns/all";
import { useApi } from "@/trpc/react";
import { roleLabels } from "../catalog";
import { InvitationState } from "../invitations/components/invitation-state";
import { OwnedBadge } from "../owned/components/owned-badge";
import { groupInput, type MemberGroupStatus, memberPageSize } from "../rules";
import type { Member } from "../schema";
import { MemberLine, memberColumns } from "./member-line";
import { type MemberAct, MemberMenu } from "./member-menu";
import { RoleChoice } from "./role-choice";

const titles: Record<MemberGroupStatus, string> = {
  active: "Members",
  invited: "Invitations",
  placeholder: "Placeholder members",
};

export interface MemberGroupProps {
  status: MemberGroupStatus;
  q: string;
  /** The head of the group; without it the group is the page. */
  titled: boolean;
  onAct: (act: MemberAct) => void;
}

/** Members of one kind, by name, 50 at a time. */
export function MemberGroup({ status, q, titled, onAct }: MemberGroupProps) {
  const api = useApi();
  const { can } = useWorkspace();
  const query = useInfiniteQuery(
    api.members.list.infiniteQueryOptions(groupInput(status, useDeferredValue(q)), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: (previous) => previous,
    }),
  );
  const pages = query.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.rows);
  const total = pages[0]?.total ?? 0;
  if (query.error && rows.length === 0)
    return <QueryFailed title={`${titles[status]} could not be loaded`} query={query} />;
  if (!query.data) return <LoadingRows />;
  if (rows.length === 0) return titled ? null : <p className="px-edge py-6 text-muted">{emptyText(status, q)}</p>;
  const left = typeof total === "number" ? total - rows.length : null;
  return (
    <section aria-label={titles[status]}>
      {titled ? <GroupHead title={titles[status]} count={total} /> : null}
      <ul>
        {rows.map((member) => (
          <Line key={member.id} member={member} may={can("member:manage")} onAct={onAct} />
        ))}
      </ul>
      <ShowMore query={query}>
        {left === null ? "Show more" : `Show ${Math.min(left, memberPageSize)} more of ${left}`}
      </ShowMore>
    </section>
  );
}

function Line(props: { member: Member; may: boolean; onAct: (act: MemberAct) => void }) {
  const { member, may, onAct } = props;
  const invite = inviteAction(member);
  return (
    <MemberLine
      member={member}
      note={<Note member={member} />}
      owned={member.status === "invited" ? "–" : <OwnedBadge entity={homeEntity} memberId={member.id} />}
      role={
        member.status === "active" ? (
          <RoleChoice member={member} />
        ) : (
          <span className="text-muted">{`${roleLabels[member.role]} after joining`}</span>
        )
      }
      actions={
        may ? (
          <>
            {invite ? (
              <Button size="sm" className="phone:hidden" onClick={() => onAct({ kind: invite.kind, member })}>
                {invite.label}
              </Button>
            ) : null}
            <MemberMenu member={member} onAct={onAct} />
          </>
        ) : null
      }
    />
  );
}

function inviteAction({ invitation, status }: Member): { kind: "resend" | "invite"; label: string } | null {
  // It goes by itself, and cannot be sent before.
  if (invitation?.waitsForSeat) return null;
  if (invitation) return { kind: "resend", label: invitation.sentAt ? "Resend" : "Try again" };
  return status === "placeholder" ? { kind: "invite", label: "Invite" } : null;
}

/** The second line: the e-mail address, and the state of an invitation. */
function Note({ member }: { member: Member }) {
  const { invitation } = member;
  if (!invitation) return member.email ?? "No e-mail address yet";
  const state = <InvitationState invitation={invitation} />;
  return member.status === "invited" ? (
    state
  ) : (
    <>
      {member.email} · {state}
    </>
  );
}

function emptyText(status: MemberGroupStatus, q: string): string {
  if (q) return `No member has “${q}” in their name or e-mail address.`;
  if (status === "invited") return "No open invitations.";
  if (status === "placeholder") return "No placeholders. An import creates them for people who own records.";
  return "No members.";
}

function LoadingRows() {
  return (
    <SkeletonRegion label="Loading members">
      {["w-40", "w-32", "w-44"].map((width) => (
        <div key={width} className={`${memberColumns} h-11 border-border-soft border-b`}>
          <span className="flex items-center gap-2.5">
            <span className="size-7 rounded-full bg-surface-press" />
            <Skeleton className={width} />
          </span>
          <Skeleton className="w-16 phone:hidden" />
          <Skeleton className="w-24 narrow:hidden" />
        </div>
      ))}
    </SkeletonRegion>
  );
}
