"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { PersonMark } from "@/components/ui/person";
import { useInviteGuest } from "@/modules/platform/identity/members/invitations/components/invite-guest-link";
import { useApi } from "@/trpc/react";
import type { Project } from "../fields";

const guestsRequest = { conditions: [{ field: "role", op: "is" as const, value: "guest" }], limit: 100 };

interface ShareMenuProps {
  project: Project;
  /** Shares the project: `members` is its whole team then. */
  onShare(members: string[]): Promise<unknown>;
}

/** Shares a project with a guest of the workspace; owners and admins invite new ones here. */
export function ShareMenu({ project, onShare }: ShareMenuProps) {
  const { can } = useWorkspace();
  const [open, setOpen] = useState(false);
  const query = useQuery(useApi().members.list.queryOptions(guestsRequest, { enabled: open }));
  const team = (project.members ?? []).flatMap(({ id }) => id ?? []);
  const invite = useInviteGuest((ids) => void onShare([...new Set([...team, ...ids])]));
  const others = query.data?.rows.filter(({ id }) => !team.includes(id));
  return (
    <>
      <Menu onOpenChange={setOpen}>
        <MenuTrigger asChild>
          <Button size="sm" variant="ghost">
            Share
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuLabel className="max-w-64 whitespace-normal">
            Guests see the project's tasks, files and all of its comments, earlier ones too.
          </MenuLabel>
          <MenuLabel>{labelOf(others?.length, query.isError)}</MenuLabel>
          {others?.map(({ id, name }) => (
            <MenuItem
              key={id}
              icon={<PersonMark person={{ id, name }} size={16} decorative />}
              onSelect={() => void onShare([...team, id])}
            >
              {name}
            </MenuItem>
          ))}
          {can("member:manage") ? (
            <>
              <MenuSeparator />
              {invite.line}
            </>
          ) : null}
        </MenuContent>
      </Menu>
      {invite.dialog}
    </>
  );
}

function labelOf(count: number | undefined, isFailed: boolean): string {
  if (isFailed) return "The guests could not be loaded";
  if (count === undefined) return "The guests are loading";
  return count === 0 ? "There are no other guests" : "Share with a guest";
}
