"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { keepOpenForToasts } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { type Openers, RememberFocus, returnFocus } from "@/components/ui/openers";
import { useDeferredCommand } from "@/components/ui/use-deferred-command";
import { type CommandEntry, type CommandGroup, CommandItem, entryMatches } from "./command-item";

/** A search's results; `busy` until they belong to the current text. */
export type CommandSearch = {
  groups: readonly CommandGroup[];
  /** Entries that extend the search, below everything else. */
  more?: readonly CommandGroup[];
  busy: boolean;
  error?: string | null | undefined;
};

type CommandMenuProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** One `CommandPanel`. */
  children: ReactNode;
};

export type CommandPanelProps = {
  text: string;
  onTextChange: (text: string) => void;
  /** Actions of the page, records to create, places to go: filtered here. */
  groups: readonly CommandGroup[];
  /** The records found for the text; they come first. */
  search?: CommandSearch | undefined;
  placeholder?: string | undefined;
  onClose: () => void;
};

const nothing: CommandSearch = { groups: [], busy: false };

/** ⌘K: go to, create, search records, run the actions of the page. Fills the screen of a phone. */
export function CommandMenu({ open, onOpenChange, children }: CommandMenuProps) {
  const openers = useRef<Openers>([]);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-command animate-fade-in bg-scrim data-[state=closed]:animate-fade-out" />
        <Radix.Content
          aria-describedby={undefined}
          onInteractOutside={keepOpenForToasts}
          // The chosen command may already have moved the focus, for example into a dialog.
          onCloseAutoFocus={(event) => document.activeElement === document.body && returnFocus(openers.current, event)}
          className="fixed inset-x-0 top-[104px] z-command mx-auto w-[640px] max-w-[calc(100vw-32px)] animate-dialog-in overflow-hidden rounded-xl bg-surface-raised shadow-3 outline-none data-[state=closed]:animate-dialog-out phone:inset-x-0 phone:top-(--banners,0px) phone:bottom-0 phone:w-full phone:max-w-none phone:rounded-none phone:shadow-none"
        >
          <RememberFocus into={openers} />
          <Radix.Title className="sr-only">Command menu</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Only matching entries; no headings without entries. */
function fitting(groups: readonly CommandGroup[], text: string): CommandGroup[] {
  return groups
    .map((group) => ({ ...group, entries: group.entries.filter((entry) => entryMatches(entry, text)) }))
    .filter((group) => group.entries.length > 0);
}

const steps = new Set(["ArrowUp", "ArrowDown", "Home", "End"]);

/** The box and the lines below it. */
export function CommandPanel(props: CommandPanelProps) {
  const { text, onTextChange, groups, search = nothing, placeholder = "Search or run a command", onClose } = props;
  /** The line that arrows or pointer marked; until then it is the first one. */
  const [marked, setMarked] = useState<string | null>(null);
  const [stepping, setStepping] = useState(false);
  const wanted = text.trim();

  // The results for the previous text are still shown while the next ones load.
  const shown = [...(search.busy ? fitting(search.groups, wanted) : search.groups), ...fitting(groups, wanted)];
  const listed = [...shown, ...(search.more ?? [])];
  const entries = listed.flatMap((group) => group.entries);
  const active = entries.find((entry) => entry.id === marked) ?? entries[0];

  function run({ onSelect, staysOpen }: CommandEntry) {
    if (!staysOpen) onClose();
    onSelect();
  }

  // Enter has no meaning before the results arrive.
  const { defer, forget } = useDeferredCommand(search.busy, () => active && run(active));

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && search.busy && marked === null) {
      event.preventDefault();
      defer(true);
    } else if (steps.has(event.key)) setStepping(true);
  }

  return (
    <Command
      label="Command menu"
      shouldFilter={false}
      vimBindings={false}
      loop
      value={active?.id ?? ""}
      // Also called when cmdk itself marks a line because lines appear or disappear.
      onValueChange={(id) => stepping && setMarked(id)}
      onKeyDown={onKeyDown}
      className="flex max-h-[min(560px,calc(100dvh-160px))] flex-col phone:h-full phone:max-h-none"
    >
      <div className="flex h-13 shrink-0 items-center gap-2.5 px-4 hairline-b phone:h-14">
        <Search aria-hidden className="size-[18px] text-faint" />
        <Command.Input
          value={text}
          onValueChange={(next) => {
            onTextChange(next);
            setMarked(null);
            setStepping(false);
            forget();
          }}
          placeholder={placeholder}
          className="h-full min-w-0 flex-1 bg-transparent text-[15px] outline-none phone:text-[16px]"
        />
        <Radix.Close className="link text-[15px] desk:hidden">Cancel</Radix.Close>
      </div>
      <Command.List
        aria-busy={search.busy}
        onPointerMoveCapture={() => setStepping(true)}
        className="min-h-0 flex-1 overflow-y-auto px-1.5 pt-1 pb-2 outline-none transition-[height] duration-quick"
      >
        {shown.map((group) => (
          <Group key={group.id} group={group} text={wanted} onRun={run} />
        ))}
        {search.error ? <Line>{search.error}</Line> : null}
        {shown.length === 0 && !search.error ? (
          <Line>{search.busy ? "Searching" : `No results for “${wanted}”`}</Line>
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

function Line({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="px-2.5 py-3 text-muted">
      {children}
    </p>
  );
}
