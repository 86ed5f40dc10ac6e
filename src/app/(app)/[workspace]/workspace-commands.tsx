"use client";

import { CornerDownRight, Inbox, Plus, Settings } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { createAddress } from "@/components/form/create-dialog";
import { readServerError } from "@/components/form/server-error";
import type { CommandGroup } from "@/components/layout/command-item";
import { CommandMenu, CommandPanel, type CommandSearch } from "@/components/layout/command-menu";
import { usePageCommands } from "@/components/layout/page-commands";
import { usePaused } from "@/components/layout/use-paused";
import { useWorkspace } from "@/components/layout/workspace-context";
import { NounSign } from "@/components/ui/noun-icon";
import { capital } from "@/lib/text";
import { type FoundRecord, useNounSearch } from "@/modules/platform/records/components/use-noun-search";
import { nav } from "@/registry/nav";

/** All commands, or only those that create a record. */
export type CommandKind = "all" | "create";

interface WorkspaceCommandsProps {
  open: boolean;
  /** Stays unchanged while the menu closes. */
  kind: CommandKind;
  onClose: () => void;
}

/** ⌘K: records by name, the actions of the page, places to go, records to create. */
export function WorkspaceCommands({ open, kind, onClose }: WorkspaceCommandsProps) {
  return (
    <CommandMenu open={open} onOpenChange={(next) => !next && onClose()}>
      {kind === "create" ? <CreateCommands onClose={onClose} /> : <AllCommands onClose={onClose} />}
    </CommandMenu>
  );
}

function CreateCommands({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const groups = [useCreateGroup()];
  return (
    <CommandPanel text={text} onTextChange={setText} groups={groups} placeholder="What to create" onClose={onClose} />
  );
}

function AllCommands({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const search = useRecordSearch(text.trim());
  // Never first: Enter in a newly opened menu must not archive the current record.
  const groups = [useCreateGroup(), usePageGroup(), useGoGroup()];
  return <CommandPanel text={text} onTextChange={setText} groups={groups} search={search} onClose={onClose} />;
}

/** The pages of the workspace that the member may see. */
function useEntries() {
  const { can } = useWorkspace();
  return nav.flatMap((group) => group.entries).filter((entry) => can(entry.permission));
}

function useCreateGroup(): CommandGroup {
  const { can, href } = useWorkspace();
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  // On the current page, filters and scroll position stay.
  const pageOf = (path: string) => (pathname === href(path) ? `${pathname}?${search}` : href(path));
  const entries = useEntries().flatMap(({ create, path }) =>
    create && can(create.permission)
      ? [
          {
            id: `create ${path}`,
            label: create.label,
            icon: <Plus aria-hidden />,
            onSelect: () => router.push(createAddress(pageOf(path))),
          },
        ]
      : [],
  );
  return { id: "create", label: "Create", entries };
}

function usePageGroup(): CommandGroup {
  const entries = usePageCommands().map(({ id, label, run }) => ({
    id: `page ${id}`,
    label,
    icon: <CornerDownRight aria-hidden />,
    onSelect: run,
  }));
  return { id: "page", label: "Actions", entries };
}

function useGoGroup(): CommandGroup {
  const { href } = useWorkspace();
  const router = useRouter();
  const places = useEntries().map((entry) => ({
    id: `go ${entry.path}`,
    label: entry.label,
    icon: <entry.icon aria-hidden />,
    keys: entry.keys,
    onSelect: () => router.push(href(entry.path)),
  }));
  const others = [
    {
      id: "go inbox",
      label: "Inbox",
      icon: <Inbox aria-hidden />,
      keys: "g i",
      onSelect: () => router.push(href("/inbox")),
    },
    {
      id: "go settings",
      label: "Settings",
      icon: <Settings aria-hidden />,
      keys: "g s",
      onSelect: () => router.push(href("/settings")),
    },
  ];
  return { id: "go", label: "Go to", entries: [...places, ...others] };
}

/** Records of every noun whose name contains the text. */
function useRecordSearch(text: string): CommandSearch {
  const { href, can } = useWorkspace();
  const router = useRouter();
  const q = usePaused(text, 120);
  const { found, failure, busy } = useNounSearch(q, can);
  if (text === "") return { groups: [], busy: false };
  return {
    busy: q !== text || busy,
    error: failure ? readServerError(failure).message : null,
    groups: found
      .filter(({ rows }) => rows.length > 0)
      .map(({ head, rows }) => ({
        id: head.path,
        label: capital(head.many),
        entries: rows.slice(0, 6).map((row) => ({
          id: row.id,
          label: row.name,
          description: toldApart(row),
          icon: <NounSign head={head} name={row.name} />,
          onSelect: () => router.push(href(`/${head.path}/${row.id}`)),
        })),
      })),
  };
}

/** The first fact that pickers show beside the name: a text, or the name of another record. */
function toldApart({ id: _id, name: _name, ...facts }: FoundRecord): string | undefined {
  const [fact] = Object.values(facts);
  if (typeof fact === "string") return fact;
  return typeof fact === "object" && fact !== null && "name" in fact ? String(fact.name) : undefined;
}
