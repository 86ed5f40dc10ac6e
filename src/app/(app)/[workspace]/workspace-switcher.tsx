"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Check, Plus } from "lucide-react";
import { sheetLine, WorkspaceButton } from "@/components/layout/sidebar";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { NameMark } from "@/components/ui/name-mark";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { useApi } from "@/trpc/react";

interface SwitcherProps {
  onLeave?: (() => void) | undefined;
}

/** Switches between the workspaces of this person; for staff a way back. `onLeave` closes the phone's sheet. */
export function WorkspaceSwitcher({ onLeave }: SwitcherProps) {
  const { name, support } = useWorkspace();
  return (
    <Menu>
      <MenuTrigger asChild>
        <WorkspaceButton name={name} className={cn(onLeave && sheetLine)} />
      </MenuTrigger>
      <MenuContent align="start">
        {support ? (
          <MenuItem asChild>
            <Link href="/staff" onClick={() => onLeave?.()}>
              <ArrowLeft aria-hidden />
              Staff console
            </Link>
          </MenuItem>
        ) : (
          <Workspaces onLeave={onLeave} />
        )}
      </MenuContent>
    </Menu>
  );
}

function Workspaces({ onLeave }: SwitcherProps) {
  const api = useApi();
  const { slug } = useWorkspace();
  const mine = useQuery(api.tenants.mine.queryOptions({}));
  return (
    <>
      <MenuLabel>Your workspaces</MenuLabel>
      {mine.isPending ? <Skeleton className="mx-2 my-2.5 w-32" /> : null}
      {mine.isError ? (
        <MenuItem
          onSelect={(event) => {
            event.preventDefault();
            void mine.refetch();
          }}
        >
          Your workspaces could not be loaded. Try again
        </MenuItem>
      ) : null}
      {mine.data?.map((workspace) => (
        <MenuItem key={workspace.slug} asChild>
          <Link href={`/${workspace.slug}`} onClick={() => onLeave?.()}>
            <NameMark name={workspace.name} size={16} />
            {workspace.name}
            {workspace.slug === slug ? <Check aria-label="Open now" className="ml-auto" /> : null}
          </Link>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/workspaces/new" onClick={() => onLeave?.()}>
          <Plus aria-hidden />
          New workspace
        </Link>
      </MenuItem>
    </>
  );
}
