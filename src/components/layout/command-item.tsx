"use client";

import { Command } from "cmdk";
import type { ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";

export type CommandEntry = {
  id: string;
  label: string;
  /** The kind of entry: "Account · 4 subsidiaries". */
  description?: string | undefined;
  /** More words that find the entry. */
  words?: string | undefined;
  /** A lucide icon, a `NameMark` or an `Avatar` of 20. */
  icon?: ReactNode;
  keys?: string | undefined;
  /** Runs it; the menu closes first, unless it stays open. */
  onSelect: () => void;
  staysOpen?: boolean;
};

export type CommandGroup = { id: string; label: string; entries: readonly CommandEntry[] };

/** Whether the entry contains every word of the text. */
export function entryMatches(entry: CommandEntry, text: string): boolean {
  const haystack = `${entry.label} ${entry.description ?? ""} ${entry.words ?? ""}`.toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/** Highlights the first match of the typed text, 600 and `accent-text`. */
function Marked({ text, match }: { text: string; match: string }) {
  const at = match === "" ? -1 : text.toLocaleLowerCase().indexOf(match.toLocaleLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + match.length)}</mark>
      {text.slice(at + match.length)}
    </>
  );
}

/** One line of the command menu: mark 20, name, kind, key. Two lines on phones. */
export function CommandItem({ entry, text, onRun }: { entry: CommandEntry; text: string; onRun: () => void }) {
  return (
    <Command.Item
      value={entry.id}
      onSelect={onRun}
      className="group relative flex h-[34px] cursor-default select-none items-center gap-2.5 rounded-md px-2.5 before:absolute before:inset-y-1.5 before:-left-1.5 before:w-0.5 data-[selected=true]:bg-surface-press data-[selected=true]:before:bg-accent phone:h-14 phone:data-[selected=true]:bg-transparent phone:data-[selected=true]:before:bg-transparent"
    >
      <span className="grid w-5 shrink-0 place-items-center [&>svg]:size-4 [&>svg]:text-faint">{entry.icon}</span>
      <span className="flex min-w-0 flex-1 gap-2.5 phone:flex-col phone:gap-0">
        <span className="max-w-[340px] shrink-0 truncate phone:max-w-none">
          <Marked text={entry.label} match={text} />
        </span>
        {entry.description ? (
          <span className="truncate text-faint phone:text-[13px] phone:leading-[18px]">
            <Marked text={entry.description} match={text} />
          </span>
        ) : null}
      </span>
      <span className="phone:hidden">
        {entry.keys ? (
          <Kbd keys={entry.keys} />
        ) : (
          <span className="hidden group-data-[selected=true]:block">
            <Kbd keys="enter" />
          </span>
        )}
      </span>
    </Command.Item>
  );
}
