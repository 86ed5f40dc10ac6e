"use client";

import { Command } from "cmdk";
import type { KeyboardEvent, ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";
import { useDeferredCommand } from "@/components/ui/use-deferred-command";
import { useMarked } from "@/components/ui/use-marked";
import { CommandHead, CommandLine, commandInput } from "./command-frame";
import { type CommandEntry, type CommandGroup, CommandItem } from "./command-item";
import { fitting, inOrder } from "./command-order";

/** A search's results; `busy` until they belong to the current text. */
export type CommandSearch = {
  groups: readonly CommandGroup[];
  /** Entries that extend the search, below everything else. */
  more?: readonly CommandGroup[];
  busy: boolean;
  error?: string | null | undefined;
};

export type CommandPanelProps = {
  text: string;
  onTextChange: (text: string) => void;
  /** Actions of the page, records to create, places to go: filtered here. */
  groups: readonly CommandGroup[];
  /** The records found for the text; they come first, but for pages and commands whose own words it has. */
  search?: CommandSearch | undefined;
  placeholder: string;
  onClose: () => void;
};

const nothing: CommandSearch = { groups: [], busy: false };

/** The box and the lines below it. */
export function CommandPanel(props: CommandPanelProps) {
  const { text, onTextChange, groups, search = nothing, placeholder, onClose } = props;
  const wanted = text.trim();

  // The results for the previous text are still shown while the next ones load.
  const found = search.busy ? fitting(search.groups, wanted) : search.groups;
  const { groups: shown, isNamed } = inOrder(groups, found, wanted);
  const listed = [...shown, ...(search.more ?? [])];
  const entries = listed.flatMap((group) => group.entries);
  const lines = useMarked(entries.map(({ id }) => id));
  const active = entries.find(({ id }) => id === lines.active);

  function run({ onSelect, staysOpen }: CommandEntry) {
    if (!staysOpen) onClose();
    onSelect();
  }

  // Enter has no meaning before the results arrive.
  const { defer, forget } = useDeferredCommand(search.busy, () => active && run(active));

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && search.busy && lines.marked === null && !isNamed) {
      event.preventDefault();
      defer(true);
    } else lines.onKeyDown(event);
  }

  return (
    <Command
      label="Command menu"
      shouldFilter={false}
      vimBindings={false}
      loop
      value={active?.id ?? ""}
      onValueChange={lines.mark}
      onKeyDown={onKeyDown}
      className="flex max-h-[min(560px,calc(100dvh-160px))] flex-col phone:h-full phone:max-h-none"
    >
      <CommandHead>
        <Command.Input
          // It replaces the box that was there while this code was loading.
          autoFocus
          value={text}
          onValueChange={(next) => {
            onTextChange(next);
            lines.forget();
            forget();
          }}
          placeholder={placeholder}
          className={commandInput}
        />
      </CommandHead>
      <Command.List
        aria-busy={search.busy}
        onPointerMoveCapture={lines.onPointerMoveCapture}
        className="min-h-0 flex-1 overflow-y-auto px-1.5 pt-1 pb-2 outline-none transition-[height] duration-quick"
      >
        {shown.map((group) => (
          <Group key={group.id} group={group} text={wanted} onRun={run} />
        ))}
        {search.error ? <CommandLine>{search.error}</CommandLine> : null}
        {shown.length === 0 && !search.error ? (
          <CommandLine>{search.busy ? "Searching" : `No results for “${wanted}”`}</CommandLine>
        ) : null}
        {search.more?.map((group) => (
          <Group key={group.id} group={group} text="" onRun={run} />
        ))}
      </Command.List>
      <Hints />
    </Command>
  );
}

function Group({ group, text, onRun }: { group: CommandGroup; text: string; onRun(entry: CommandEntry): void }) {
  return (
    <Command.Group
      heading={group.label}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-sm phone:[&_[cmdk-group-heading]]:pt-3.5"
    >
      {group.entries.map((entry) => (
        <CommandItem key={entry.id} entry={entry} text={text} onRun={() => onRun(entry)} />
      ))}
    </Command.Group>
  );
}

function Hints() {
  return (
    <div className="flex h-[38px] shrink-0 items-center gap-4 bg-surface-sunken px-3.5 text-muted text-sm hairline-t phone:hidden">
      <Hint keys="up down">Move</Hint>
      <Hint keys="enter">Open</Hint>
      <Hint keys="escape">Close</Hint>
    </div>
  );
}

function Hint({ keys, children }: { keys: string; children: ReactNode }) {
  return (
    <span className="flex items-center gap-[5px]">
      <Kbd keys={keys} />
      {children}
    </span>
  );
}
