"use client";

import { useQuery } from "@tanstack/react-query";
import { Ellipsis, Network, Pencil, Plus, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { readServerError } from "@/components/form/server-error";
import { SettingsList } from "@/components/layout/settings-list";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import { useDeleteTeam } from "../client";
import { teamTree } from "../rules";
import { maxTeams, type Team } from "../schema";
import { TeamDialog } from "./team-dialog";
import { TeamMembers } from "./team-members";

type Act = { kind: "new"; parentId: string | null } | { kind: "edit" | "delete"; team: Team };

/** The tree of teams with their members. */
export function TeamsPage() {
  const api = useApi();
  const { can, href } = useWorkspace();
  const query = useQuery(api.teams.list.queryOptions({}));
  const [act, setAct] = useState<Act | null>(null);
  const may = can("team:manage");
  const teams = query.data ?? [];
  const create = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setAct({ kind: "new", parentId: null })}>
      New team
    </Button>
  );
  return (
    <SettingsPage
      title="Teams"
      description="Teams decide who can see and edit which records: managers have access to their teams and all teams below. Only owners and admins can change this page."
      back={{ label: "Settings", href: href("/settings") }}
      changes={{ of: ["team"], title: "teams" }}
      actions={may ? create : null}
      phoneActions={
        may ? (
          <IconButton
            label="New team"
            icon={<Plus aria-hidden />}
            onClick={() => setAct({ kind: "new", parentId: null })}
          />
        ) : null
      }
    >
      <SettingsList of="teams" className="hairline-t" query={query}>
        {(loaded) => <TeamTree teams={loaded} may={may} onAct={setAct} empty={may ? create : null} />}
      </SettingsList>
      <TeamActs teams={teams} act={act} onDone={() => setAct(null)} />
    </SettingsPage>
  );
}

interface TreeProps {
  teams: readonly Team[];
  may: boolean;
  onAct: (act: Act) => void;
  empty: ReactNode;
}

function TeamTree({ teams, may, onAct, empty }: TreeProps) {
  if (teams.length === 0)
    return (
      <EmptyState title="No teams yet" actions={empty}>
        Teams group members under a manager, and decide who can see and edit which records.
      </EmptyState>
    );
  return (
    <ul className="border-t">
      {teamTree(teams).map(({ team, depth }) => (
        <li
          key={team.id}
          className="flex min-h-12 items-start gap-3 border-border-soft border-b px-edge py-2 phone:flex-wrap"
        >
          <div
            className="flex h-8 w-[280px] shrink-0 items-center gap-2 phone:w-auto phone:flex-1"
            style={{ paddingLeft: depth * 20 }}
          >
            {depth > 0 ? (
              <span
                aria-hidden
                className="-mt-3 h-4 w-3 shrink-0 rounded-bl-md border-border-strong border-b border-l"
              />
            ) : (
              <Network aria-hidden className="size-4 shrink-0 text-faint" />
            )}
            <span className="truncate font-medium">{team.name}</span>
            <span className="text-faint">{team.memberCount}</span>
          </div>
          <div className="min-w-0 flex-1 py-0.5 phone:order-last phone:-mt-1 phone:basis-full phone:pb-1">
            <TeamMembers team={team} may={may} />
          </div>
          {may ? <TeamMenu team={team} onAct={onAct} /> : null}
        </li>
      ))}
      {teams.length === maxTeams ? (
        <li className="px-edge py-3 text-muted">{`The first ${maxTeams} teams by name are shown.`}</li>
      ) : null}
    </ul>
  );
}

function TeamMenu({ team, onAct }: { team: Team; onAct: (act: Act) => void }) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={`More for ${team.name}`} icon={<Ellipsis aria-hidden />} tooltip={false} />
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem icon={<Plus aria-hidden />} onSelect={() => onAct({ kind: "new", parentId: team.id })}>
          New team below
        </MenuItem>
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => onAct({ kind: "edit", team })}>
          Rename or move
        </MenuItem>
        <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={() => onAct({ kind: "delete", team })}>
          Delete team
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

function TeamActs({ teams, act, onDone }: { teams: readonly Team[]; act: Act | null; onDone: () => void }) {
  const { locale } = useListLocale();
  const remove = useDeleteTeam();
  if (!act) return null;
  const change = (open: boolean) => {
    if (!open) onDone();
  };
  if (act.kind === "new") return <TeamDialog teams={teams} parentId={act.parentId} onOpenChange={change} />;
  const { team } = act;
  if (act.kind === "edit") return <TeamDialog key={team.id} teams={teams} team={team} onOpenChange={change} />;
  const inside = team.memberCount;
  return (
    <ConfirmDialog
      open
      onOpenChange={change}
      title={`Delete the team ${team.name}?`}
      description={
        inside === 0
          ? "It has no members. This cannot be undone."
          : `Its ${counted(inside, { one: "member stays", many: "members stay" }, locale)} in the workspace. This cannot be undone.`
      }
      action="Delete team"
      onConfirm={async () => {
        try {
          await remove.mutateAsync({ id: team.id, version: team.version });
        } catch (error) {
          throw new Error(readServerError(error).message, { cause: error });
        }
        notify.success(`${team.name} was deleted`);
      }}
    />
  );
}
