"use client";

import {
  Archive,
  CornerDownRight,
  History,
  House,
  Inbox,
  ListChecks,
  MessageCircle,
  NotebookPen,
  Paperclip,
  Plus,
  Settings,
  Sun,
} from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { createAddress } from "@/components/form/create-dialog";
import { readServerError } from "@/components/form/server-error";
import type { CommandGroup } from "@/components/layout/command-item";
import { CommandPanel, type CommandSearch } from "@/components/layout/command-menu";
import { usePageCommands } from "@/components/layout/page-commands";
import { usePaused } from "@/components/layout/use-paused";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { holdTypingForDialog } from "@/components/ui/hold-typing";
import { NounSign } from "@/components/ui/noun-icon";
import { groupBy } from "@/lib/group-by";
import { formatMoney, type MoneyFormatOptions } from "@/lib/money";
import { nounOf } from "@/lib/nouns/all";
import { commentQuery } from "@/lib/nouns/comments";
import type { SearchFact, SearchHit } from "@/lib/search";
import { capital } from "@/lib/text";
import { logActivity, logged } from "@/modules/crm/activities/components/log-target";
import { useRecordSearch } from "@/modules/platform/data/records/components/use-record-search";
import { nav } from "@/registry/nav";
import { acting, type CommandKind } from "./creating";
import { settingsGroups } from "./settings-nav";
import { searchWordsFor } from "./settings-words";

export interface WorkspaceCommandsProps {
  kind: CommandKind;
  text: string;
  onTextChange: (text: string) => void;
  placeholder: string;
  onClose: () => void;
}

/** The panel of ⌘K: records and members, the actions of the page, pages to open, records to create. */
export function WorkspaceCommands({ kind, ...panel }: WorkspaceCommandsProps) {
  return kind === "create" ? <CreateCommands {...panel} /> : <AllCommands {...panel} />;
}

type PanelProps = Omit<WorkspaceCommandsProps, "kind">;

function CreateCommands(panel: PanelProps) {
  return <CommandPanel {...panel} groups={[useCreateGroup()]} />;
}

function AllCommands(panel: PanelProps) {
  const wanted = panel.text.trim();
  const search = useFound(wanted);
  // Never first: Enter in a newly opened menu must not archive the current record.
  const groups = [useCreateGroup(), usePageGroup(), useGoGroup()];
  const settings = useSettingsGroup();
  if (wanted !== "") groups.push(settings);
  return <CommandPanel {...panel} groups={groups} search={search} />;
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
  const entries = useEntries().flatMap(({ create, path, words }) =>
    create && can(create.permission)
      ? [
          {
            id: `create ${path}`,
            label: create.label,
            words: `create add ${words}`,
            icon: <Plus aria-hidden />,
            onSelect: () => {
              holdTypingForDialog();
              router.push(createAddress(pageOf(path)));
            },
          },
        ]
      : [],
  );
  const acts = acting
    .filter(({ permission }) => can(permission))
    .map(({ id, label, words, path, Icon }) => ({
      id,
      label,
      words,
      icon: <Icon aria-hidden />,
      onSelect: () => router.push(href(path)),
    }));
  const logs = can("activity:create")
    ? logged.map(({ kind, keys, label }) => ({
        id: `log ${kind}`,
        label,
        words: "log activity",
        keys,
        icon: <NotebookPen aria-hidden />,
        onSelect: () => logActivity(kind),
      }))
    : [];
  return { id: "create", label: "Create", entries: [...entries, ...logs, ...acts] };
}

/** The pages of the settings that the member may open. */
function useSettingsGroup(): CommandGroup {
  const workspace = useWorkspace();
  const router = useRouter();
  const entries = settingsGroups(workspace)
    .flatMap(({ items }) => items)
    .flatMap((item) =>
      "href" in item
        ? [
            {
              id: `settings ${item.href}`,
              label: item.label,
              words: `settings ${searchWordsFor(item.href.split("/").at(-1) ?? "")}`,
              icon: item.icon,
              onSelect: () => router.push(item.href),
            },
          ]
        : [],
    );
  return { id: "settings", label: "Settings", entries };
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
  const { can, href, support, isGuest } = useWorkspace();
  const router = useRouter();
  const places = useEntries().map((entry) => ({
    id: `go ${entry.path}`,
    label: entry.label,
    icon: <entry.icon aria-hidden />,
    keys: entry.keys,
    words: entry.words,
    onSelect: () => router.push(href(entry.path)),
  }));
  const home = {
    id: "go home",
    label: "Home",
    icon: <House aria-hidden />,
    keys: "g h",
    words: "dashboard overview figures forecast win rate",
    onSelect: () => router.push(href("/home")),
  };
  const today = {
    id: "go today",
    label: "Today",
    icon: <Sun aria-hidden />,
    keys: "g t",
    words: "day agenda to do due overdue tasks",
    onSelect: () => router.push(href("/today")),
  };
  const inbox = {
    id: "go inbox",
    label: "Inbox",
    icon: <Inbox aria-hidden />,
    keys: "g i",
    onSelect: () => router.push(href("/inbox")),
  };
  const followUps = {
    id: "go follow-ups",
    label: "Follow-ups",
    icon: <ListChecks aria-hidden />,
    words: "no next step overdue forgotten",
    onSelect: () => router.push(href("/follow-ups")),
  };
  const updates = {
    id: "go updates",
    label: "Updates",
    icon: <History aria-hidden />,
    words: "activity feed changes news history team",
    onSelect: () => router.push(href("/updates")),
  };
  const others = [
    ...(isGuest ? [] : [home, updates]),
    ...(support || isGuest ? [] : [today]),
    ...(support ? [] : [inbox]),
    ...(can("opportunity:view") ? [followUps] : []),
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

/** Records of every noun that contain the words of the text, and members. */
function useFound(text: string): CommandSearch {
  const { href } = useWorkspace();
  const router = useRouter();
  const at = useListLocale();
  const [wider, setWider] = useState<string | null>(null);
  const q = usePaused(text, 120);
  const archived = wider === text;
  const { hits, comments, files, failure, busy } = useRecordSearch(q, archived && q === text);
  if (text === "") return { groups: [], busy: false };
  const groups = [...groupBy(hits, ({ entity }) => entity)].map(([entity, found]) => ({
    id: `found ${entity}`,
    label: groupLabel(entity, found),
    entries: found.map((hit) => ({
      id: hit.id,
      label: hit.name,
      description: [...(hit.archived ? ["Archived"] : []), ...hit.facts.map((fact) => factText(fact, at))].join(" · "),
      icon: <HitSign hit={hit} />,
      onSelect: () => router.push(href(addressOf(hit))),
    })),
  }));
  if (comments.length > 0)
    groups.push({
      id: "found comment",
      label: "Comments",
      entries: comments.map(({ id, entity, recordId, record, writer, text: words }) => ({
        id,
        label: words,
        description: `${writer} · ${record}`,
        icon: <MessageCircle aria-hidden />,
        onSelect: () => router.push(href(`/${nounOf(entity)?.path}/${recordId}${commentQuery(id)}`)),
      })),
    });
  if (files.length > 0)
    groups.push({
      id: "found file",
      label: "Files",
      entries: files.map(({ id, entity, recordId, commentId, record, name }) => ({
        id,
        label: name,
        description: record,
        icon: <Paperclip aria-hidden />,
        onSelect: () =>
          router.push(
            href(`/${nounOf(entity)?.path}/${recordId}${commentId === null ? "?tab=files" : commentQuery(commentId)}`),
          ),
      })),
    });
  const more = {
    id: "archived",
    label: "Archived",
    entries: [
      {
        id: "search archived",
        label: "Search archived records too",
        icon: <Archive aria-hidden />,
        staysOpen: true,
        onSelect: () => setWider(text),
      },
    ],
  };
  return {
    busy: q !== text || busy,
    error: failure ? readServerError(failure).message : null,
    groups,
    more: archived ? [] : [more],
  };
}

const labelOf = (entity: string) => capital(nounOf(entity)?.many ?? "members");

/** "Accounts", and that none is spelt as it was typed. */
function groupLabel(entity: string, hits: readonly SearchHit[]): string {
  return hits.every(({ similar }) => similar) ? `${labelOf(entity)} with a similar spelling` : labelOf(entity);
}

const factText = (fact: SearchFact, at: MoneyFormatOptions) =>
  "text" in fact ? fact.text : formatMoney(fact.money.amount, fact.money.currency, at);

/** Members have no page of their own: their list shows the chosen one. */
function addressOf({ entity, id, name }: SearchHit): string {
  const head = nounOf(entity);
  return head ? `/${head.path}/${id}` : `/settings/members?q=${encodeURIComponent(name)}`;
}

function HitSign({ hit: { entity, id, name } }: { hit: SearchHit }) {
  const head = nounOf(entity);
  return head ? <NounSign head={head} id={id} name={name} /> : <Avatar id={id} name={name} size={20} decorative />;
}
