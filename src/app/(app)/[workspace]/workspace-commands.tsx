"use client";

import { Package, Plus, Settings, Target } from "lucide-react";
import { useRouter } from "next/navigation";
import { useDeferredValue } from "react";
import { readServerError } from "@/components/form/server-error";
import type { CommandGroup } from "@/components/layout/command-item";
import { CommandMenu, type CommandSearch } from "@/components/layout/command-menu";
import { useWorkspace } from "@/components/layout/workspace-context";
import { AccountMark } from "@/components/ui/account-mark";
import { nav } from "@/registry/nav";
import { api } from "@/trpc/react";

/** ⌘K: records by name, where one can go, what can be created. */
export function WorkspaceCommands({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { can, href } = useWorkspace();
  const router = useRouter();
  const entries = nav.flatMap((group) => group.entries).filter((entry) => can(entry.permission));
  const groups: CommandGroup[] = [
    {
      id: "create",
      label: "Create",
      entries: entries.flatMap(({ create, path }) =>
        create && can(create.permission)
          ? [
              {
                id: `create ${path}`,
                label: create.label,
                icon: <Plus aria-hidden />,
                onSelect: () => router.push(href(`${path}?new=1`)),
              },
            ]
          : [],
      ),
    },
    {
      id: "go",
      label: "Go to",
      entries: [
        ...entries.map((entry) => ({
          id: `go ${entry.path}`,
          label: entry.label,
          icon: <entry.icon aria-hidden />,
          keys: entry.keys,
          onSelect: () => router.push(href(entry.path)),
        })),
        {
          id: "go settings",
          label: "Settings",
          icon: <Settings aria-hidden />,
          keys: "g s",
          onSelect: () => router.push(href("/settings")),
        },
      ],
    },
  ];
  return <CommandMenu open={open} onOpenChange={onOpenChange} groups={groups} useSearch={useRecordSearch} />;
}

/** Records of every kind whose name holds the text. */
function useRecordSearch(text: string): CommandSearch {
  const { href } = useWorkspace();
  const router = useRouter();
  const q = useDeferredValue(text);
  const options = { enabled: q.length > 0 };
  const accounts = api.accounts.pick.useQuery({ q }, options);
  const opportunities = api.opportunities.pick.useQuery({ q }, options);
  const products = api.products.pick.useQuery({ q }, options);
  const failed = [accounts, opportunities, products].find((query) => query.error);
  if (q === "") return { groups: [], busy: false };
  const go = (path: string) => () => router.push(href(path));
  return {
    busy: [accounts, opportunities, products].some((query) => query.isFetching),
    error: failed ? readServerError(failed.error).message : null,
    groups: [
      {
        id: "accounts",
        label: "Accounts",
        entries: (accounts.data ?? []).slice(0, 6).map((row) => ({
          id: row.id,
          label: row.name,
          description: row.domain ?? undefined,
          icon: <AccountMark name={row.name} size={20} />,
          onSelect: go(`/accounts/${row.id}`),
        })),
      },
      {
        id: "opportunities",
        label: "Opportunities",
        entries: (opportunities.data ?? []).slice(0, 6).map((row) => ({
          id: row.id,
          label: row.name,
          description: row.account?.name,
          icon: <Target aria-hidden />,
          onSelect: go(`/opportunities/${row.id}`),
        })),
      },
      {
        id: "products",
        label: "Products",
        entries: (products.data ?? []).slice(0, 4).map((row) => ({
          id: row.id,
          label: row.name,
          icon: <Package aria-hidden />,
          onSelect: go(`/products/${row.id}`),
        })),
      },
    ].filter((group) => group.entries.length > 0),
  };
}
