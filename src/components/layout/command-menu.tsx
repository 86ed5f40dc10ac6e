"use client";

import { Command } from "cmdk";
import { Search, X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { keepOpenForToasts } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { type CommandEntry, type CommandGroup, CommandItem, entryMatches } from "./command-item";

export type CommandSearch = { groups: readonly CommandGroup[]; busy: boolean; error?: string | null | undefined };

export type CommandMenuProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Actions of the page, what can be created, where one can go: filtered here. */
  groups: readonly CommandGroup[];
  /** A hook that searches records for a text (always the same function); its groups come first. */
  useSearch?: ((text: string) => CommandSearch) | undefined;
  placeholder?: string | undefined;
  /** What the actions are about: "3 opportunities selected", with × to forget it. */
  context?: { label: string; onClear: () => void } | undefined;
  /** `?` at the right of the foot. */
  onShortcuts?: (() => void) | undefined;
};

const nothing: CommandSearch = { groups: [], busy: false };
const noSearch = () => nothing;

/** ⌘K: go to, create, search records, run the actions of the page. Fills the screen of a phone. */
export function CommandMenu(props: CommandMenuProps) {
  const { open, onOpenChange } = props;
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-command animate-fade-in bg-scrim data-[state=closed]:animate-fade-out" />
        <Radix.Content
          aria-describedby={undefined}
          onInteractOutside={keepOpenForToasts}
          className="fixed inset-x-0 top-[104px] z-command mx-auto w-[640px] max-w-[calc(100vw-32px)] animate-dialog-in overflow-hidden rounded-xl bg-surface-raised shadow-3 outline-none data-[state=closed]:animate-dialog-out phone:inset-0 phone:w-full phone:max-w-none phone:rounded-none phone:shadow-none"
        >
          <Radix.Title className="sr-only">Command menu</Radix.Title>
          <Inside {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function find(groups: readonly CommandGroup[], id: string): CommandEntry | undefined {
  return groups.flatMap((group) => group.entries).find((entry) => entry.id === id);
}

function Inside(props: CommandMenuProps) {
  const { groups, useSearch = noSearch, placeholder = "Search or run a command", context, onOpenChange } = props;
  const [text, setText] = useState("");
  const [selected, setSelected] = useState("");
  /** The record whose actions are shown after Tab. */
  const [about, setAbout] = useState<CommandEntry | null>(null);
  const wanted = text.trim();
  const search = useSearch(about ? "" : wanted);

  const own: readonly CommandGroup[] = about
    ? [{ id: "about", label: about.label, entries: about.actions ?? [] }]
    : groups;
  const filtered = own
    .map((group) => ({ ...group, entries: group.entries.filter((entry) => entryMatches(entry, wanted)) }))
    .filter((group) => group.entries.length > 0);
  const shown = about ? filtered : [...search.groups, ...filtered];

  function run(act: () => void) {
    onOpenChange(false);
    act();
  }

  function onKeyDown(event: KeyboardEvent) {
    const entry = find(shown, selected);
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && entry?.onSelectBeside) {
      event.preventDefault();
      run(entry.onSelectBeside);
    } else if (event.key === "Tab" && !event.shiftKey && entry?.actions?.length) {
      event.preventDefault();
      setAbout(entry);
      setText("");
    } else if (event.key === "Backspace" && text === "" && about) {
      setAbout(null);
    }
  }

  return (
    <Command
      label="Command menu"
      shouldFilter={false}
      vimBindings={false}
      loop
      value={selected}
      onValueChange={setSelected}
      onKeyDown={onKeyDown}
      className="flex max-h-[min(560px,calc(100dvh-160px))] flex-col phone:h-full phone:max-h-none"
    >
      <div className="flex h-13 shrink-0 items-center gap-2.5 px-4 hairline-b phone:h-14">
        <Search aria-hidden className="size-[18px] text-faint" />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder={about ? `Actions of ${about.label}` : placeholder}
          className="h-full min-w-0 flex-1 bg-transparent text-[15px] outline-none phone:text-[16px]"
        />
        {context && !about ? (
          <span className="inline-flex h-[18px] items-center gap-1 rounded-sm bg-accent-subtle px-1.5 font-medium text-accent-text text-xs phone:hidden">
            {context.label}
            <button
              type="button"
              aria-label="Forget the selection"
              onClick={context.onClear}
              className="relative rounded-xs before:absolute before:-inset-1.5"
            >
              <X aria-hidden className="size-[11px]" />
            </button>
          </span>
        ) : null}
        <Radix.Close className="link text-[15px] desk:hidden">Cancel</Radix.Close>
      </div>
      <Command.List
        aria-busy={search.busy}
        className="min-h-0 flex-1 overflow-y-auto px-1.5 pt-1 pb-2 outline-none transition-[height] duration-quick"
      >
        {shown.map((group) => (
          <Command.Group
            key={group.id}
            heading={group.label}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-sm phone:[&_[cmdk-group-heading]]:pt-3.5"
          >
            {group.entries.map((entry) => (
              <CommandItem key={entry.id} entry={entry} text={wanted} onRun={() => run(entry.onSelect)} />
            ))}
          </Command.Group>
        ))}
        {search.error ? <Line>{search.error}</Line> : null}
        {shown.length === 0 && !search.error ? (
          <Line>{search.busy ? "Searching" : `Nothing found for “${wanted}”`}</Line>
        ) : null}
      </Command.List>
      <div className="flex h-[38px] shrink-0 items-center gap-4 bg-surface-sunken px-3.5 text-muted text-sm hairline-t phone:hidden">
        <Hint keys="up down">Move</Hint>
        <Hint keys="enter">Open</Hint>
        <Hint keys="mod enter">Open beside</Hint>
        {about ? <Hint keys="backspace">Back</Hint> : <Hint keys="tab">Actions of the record</Hint>}
        {props.onShortcuts ? (
          <button
            type="button"
            className="ml-auto hover:text-text"
            onClick={() => run(props.onShortcuts ?? (() => undefined))}
          >
            <Hint keys="?">All shortcuts</Hint>
          </button>
        ) : null}
      </div>
    </Command>
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
