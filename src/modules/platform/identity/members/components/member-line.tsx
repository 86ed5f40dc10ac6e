import { Mail } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Member } from "../schema";
import { OnlineBadge } from "./online-badge";

/**
 * The columns of the page: person, role, teams, opportunities, last active, actions. On a phone only person and
 * actions.
 */
export const memberColumns =
  "grid grid-cols-[minmax(0,1fr)_150px_minmax(0,190px)_92px_100px_132px] items-center gap-4 px-edge desk:narrow:grid-cols-[minmax(0,1fr)_150px_92px_100px_132px] phone:grid-cols-[minmax(0,1fr)_auto]";

export interface MemberLineProps {
  member: Member;
  /** Under the name: the e-mail address, or the missing part. */
  note: ReactNode;
  role: ReactNode;
  /** Number of records of the home noun that they own. */
  owned: ReactNode;
  actions: ReactNode;
}

/** One person on the members page. */
export function MemberLine({ member, note, role, owned, actions }: MemberLineProps) {
  const { support } = useWorkspace();
  const invited = member.status === "invited";
  const never = invited ? "–" : "Never";
  return (
    <li className={`${memberColumns} min-h-11 border-border-soft border-b py-1.5 hover:bg-surface-hover`}>
      <div className="flex min-w-0 items-center gap-2.5">
        {invited ? (
          <span className="grid size-7 shrink-0 place-items-center rounded-full bg-surface-press text-muted [&_svg]:size-3.5">
            <Mail aria-hidden />
          </span>
        ) : (
          <OnlineBadge id={member.id}>
            <Avatar
              name={member.name}
              id={member.id}
              size={28}
              placeholder={member.status === "placeholder"}
              decorative
            />
          </OnlineBadge>
        )}
        <div className="min-w-0">
          <div className="flex items-center gap-2">
            <span className="truncate font-medium">{invited ? member.email : member.name}</span>
            {member.isMe && !support ? <Badge>You</Badge> : null}
          </div>
          <div className="truncate text-muted text-sm">{note}</div>
          <div className="desk:hidden">{role}</div>
        </div>
      </div>
      <div className="min-w-0 phone:hidden">{role}</div>
      <div className="truncate text-muted narrow:hidden">{member.teams.map((team) => team.name).join(", ") || "–"}</div>
      <div className="text-right phone:hidden">{owned}</div>
      <div className="truncate text-muted phone:hidden">
        {member.lastActiveAt ? <RelativeTime at={member.lastActiveAt} /> : never}
      </div>
      <div className="flex items-center justify-end gap-1">{actions}</div>
    </li>
  );
}
