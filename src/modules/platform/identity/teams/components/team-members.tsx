"use client";

import { Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { OptionList } from "@/components/ui/option-list";
import { PersonMark } from "@/components/ui/person";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { succeeded } from "@/lib/succeeded";
import { useUndoNotice } from "@/trpc/undo-acts";
import { useMemberSearch } from "../../members/components/member-picker";
import { OnlineBadge } from "../../members/components/online-badge";
import { useAddTeamMembers, useRemoveTeamMembers } from "../client";
import type { Team } from "../schema";

/** The members of a team; members with the right add and remove them. */
export function TeamMembers({ team, may }: { team: Team; may: boolean }) {
  const offerUndo = useUndoNotice();
  const { locale } = useWorkspace();
  const add = useAddTeamMembers();
  const remove = useRemoveTeamMembers();

  function takeOut(member: { id: string | null; name: string }) {
    if (!member.id) return;
    const input = { id: team.id, memberIds: [member.id] };
    remove.mutate(input, {
      onSuccess: () =>
        offerUndo(`${member.name} was removed from ${team.name}`, () =>
          succeeded(add.mutateAsync(input), toastRefusal),
        ),
      onError: toastRefusal,
    });
  }

  const unlisted = team.memberCount - team.members.length;
  const more = `and ${unlisted.toLocaleString(locale)} more`;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {team.members.map((member) => (
        <span
          key={member.id}
          className="flex h-7 items-center gap-1.5 rounded-full bg-surface pr-2.5 pl-1 shadow-1 touch:h-9"
        >
          <OnlineBadge id={member.id}>
            <PersonMark person={member} decorative />
          </OnlineBadge>
          <span className="max-w-40 truncate">{member.name}</span>
          {may ? (
            <IconButton
              size="sm"
              className="-mr-2"
              label={`Remove ${member.name} from ${team.name}`}
              icon={<X aria-hidden />}
              onClick={() => takeOut(member)}
            />
          ) : null}
        </span>
      ))}
      {unlisted > 0 && !may ? <span className="text-muted">{more}</span> : null}
      {unlisted > 0 && may ? (
        <PickMember label={`Remove a member from ${team.name}`} teamId={team.id} onPick={takeOut}>
          {more}
        </PickMember>
      ) : null}
      {team.memberCount === 0 ? <span className="text-faint">No members yet</span> : null}
      {may ? (
        <PickMember
          label={`Add a member to ${team.name}`}
          icon={<Plus aria-hidden />}
          onPick={({ id }) => add.mutate({ id: team.id, memberIds: [id] }, { onError: toastRefusal })}
        >
          Add member
        </PickMember>
      ) : null}
    </div>
  );
}

interface PickMemberProps {
  label: string;
  icon?: ReactNode;
  /** Only those of this team. */
  teamId?: string;
  onPick: (member: { id: string; name: string }) => void;
  children: ReactNode;
}

function PickMember({ label, icon, teamId, onPick, children }: PickMemberProps) {
  const [open, setOpen] = useState(false);
  const search = useMemberSearch(teamId);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button size="sm" variant="ghost" icon={icon}>
          {children}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={label}>
        <OptionList
          label={teamId ? label : "Find a member"}
          search={search}
          empty="No member has this name"
          onPick={(option) => {
            setOpen(false);
            onPick({ id: option.value, name: option.label });
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
