"use client";

import { useState } from "react";
import { CommandMenu, LoadingCommands } from "@/components/layout/command-frame";
import { lazyPart } from "@/components/ui/lazy-part";
import type { CommandKind } from "./creating";
import type { WorkspaceCommandsProps } from "./workspace-commands";

const WorkspaceCommands = lazyPart<WorkspaceCommandsProps>(
  () => import("./workspace-commands").then((part) => part.WorkspaceCommands),
  { of: "the command menu", loading: (props) => <LoadingCommands {...props} /> },
);

interface WorkspaceCommandMenuProps {
  open: boolean;
  /** Stays unchanged while the menu closes. */
  kind: CommandKind;
  onClose: () => void;
}

/** ⌘K. Its box takes text at once, before the code of the panel is there. */
export function WorkspaceCommandMenu({ open, ...panel }: WorkspaceCommandMenuProps) {
  return (
    <CommandMenu open={open} onOpenChange={(next) => !next && panel.onClose()}>
      <Panel {...panel} />
    </CommandMenu>
  );
}

const placeholders: Record<CommandKind, string> = { all: "Search or run a command", create: "What to create" };

function Panel({ kind, onClose }: Omit<WorkspaceCommandMenuProps, "open">) {
  const [text, setText] = useState("");
  const given = { kind, text, onTextChange: setText, placeholder: placeholders[kind], onClose };
  return <WorkspaceCommands {...given} />;
}
