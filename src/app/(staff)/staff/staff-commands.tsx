"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { CommandMenu } from "@/components/layout/command-frame";
import { CommandPanel, type CommandSearch } from "@/components/layout/command-menu";
import { usePaused } from "@/components/layout/use-paused";
import { NameMark } from "@/components/ui/name-mark";
import { planLabel } from "@/modules/platform/operator/staff/components/workspace-words";
import { useApi } from "@/trpc/react";

interface StaffCommandsProps {
  open: boolean;
  onClose: () => void;
  /** The pages of the console. */
  places: readonly { label: string; href: string; icon: ReactNode }[];
}

/** ⌘K: workspaces by name, address or a member's e-mail, and the pages of the console. */
export function StaffCommands({ open, ...panel }: StaffCommandsProps) {
  return (
    <CommandMenu open={open} onOpenChange={(next) => !next && panel.onClose()}>
      <Panel {...panel} />
    </CommandMenu>
  );
}

function Panel({ places, onClose }: Omit<StaffCommandsProps, "open">) {
  const router = useRouter();
  const [text, setText] = useState("");
  const go = {
    id: "go",
    label: "Go to",
    entries: places.map(({ label, href, icon }) => ({ id: href, label, icon, onSelect: () => router.push(href) })),
  };
  return (
    <CommandPanel
      text={text}
      onTextChange={setText}
      groups={[go]}
      search={useFound(text.trim())}
      placeholder="Search workspaces, or go to a page"
      onClose={onClose}
    />
  );
}

function useFound(text: string): CommandSearch {
  const api = useApi();
  const router = useRouter();
  const q = usePaused(text, 120);
  const query = useQuery(api.staff.workspaces.queryOptions({ q: q.slice(0, 200), limit: 8 }, { enabled: q !== "" }));
  if (text === "") return { groups: [], busy: false };
  const entries = (query.data?.rows ?? []).map(({ id, name, slug, plan }) => ({
    id,
    label: name,
    description: `${slug} · ${planLabel(plan)}`,
    icon: <NameMark name={name} />,
    onSelect: () => router.push(`/staff/workspaces/${id}`),
  }));
  return {
    busy: q !== text || query.isFetching,
    error: query.error ? readServerError(query.error).message : null,
    groups: entries.length > 0 ? [{ id: "workspaces", label: "Workspaces", entries }] : [],
  };
}
