"use client";

import { Archive, ArchiveRestore, Ellipsis, Plus, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { FieldFrame, useField } from "@/components/form/field";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ColorPicker } from "@/components/ui/color-picker";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { MoveItems } from "@/components/ui/move-items";
import { counted } from "@/lib/counted";
import { withOptions } from "../rules";
import type { FieldSettings } from "../schema";

type Option = NonNullable<FieldSettings["options"]>[number];

/** Options with those that the lines of a text name. */
export const withLines = (options: readonly Option[], text: string): Option[] =>
  withOptions(options, text.split(/\r?\n/));

/** The options of a choice: added one by one or pasted as lines, renamed, coloured, ordered and archived. */
export function OptionsField({ saved }: { saved: ReadonlySet<string> }) {
  const { locale } = useListLocale();
  const { id, field, error } = useField("settings.options", false);
  const adding = useField("adding", false);
  const [announcement, setAnnouncement] = useState("");
  const options = field.value as readonly Option[];
  const typed = String(adding.field.value);
  const change = (next: readonly Option[]) => field.onChange(next);
  const set = (at: number, part: Partial<Option>) =>
    change(options.map((option, place) => (place === at ? { ...option, ...part } : option)));
  const add = (text: string) => {
    const next = withLines(options, text);
    change(next);
    adding.field.onChange("");
    const [only] = next.slice(options.length);
    const count = next.length - options.length;
    setAnnouncement(
      count === 1
        ? `${only?.label} was added`
        : `${counted(count, { one: "option was", many: "options were" }, locale)} added`,
    );
  };
  const move = (at: number, by: -1 | 1) => {
    const next = options.toSpliced(at, 1);
    change(next.toSpliced(at + by, 0, ...options.slice(at, at + 1)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter adds the option and does not send the form.
    if (event.key !== "Enter" || typed.trim() === "") return;
    event.preventDefault();
    add(typed);
  };
  return (
    <FieldFrame id={id} label="Options" group error={error} hint="Paste several lines to add several options.">
      <div className="flex flex-col gap-1.5">
        <ul aria-labelledby={`${id}-label`} className="flex flex-col gap-1.5 empty:hidden">
          {options.map((option, at) => (
            <OptionLine
              key={option.value}
              option={option}
              isSaved={saved.has(option.value)}
              onSet={(part) => set(at, part)}
              onUp={at > 0 ? () => move(at, -1) : null}
              onDown={at < options.length - 1 ? () => move(at, 1) : null}
              onRemove={() => change(options.toSpliced(at, 1))}
            />
          ))}
        </ul>
        <span className="flex items-center gap-1.5">
          <Input
            ref={field.ref}
            aria-label="New option"
            placeholder="Add an option"
            autoComplete="off"
            maxLength={80}
            value={typed}
            onChange={(event) => adding.field.onChange(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={(event) => {
              const text = event.clipboardData.getData("text");
              if (!text.trim().includes("\n")) return;
              event.preventDefault();
              add(`${typed}${text}`);
            }}
          />
          <Button icon={<Plus aria-hidden />} disabled={typed.trim() === ""} onClick={() => add(typed)}>
            Add
          </Button>
        </span>
        <span role="status" className="sr-only">
          {announcement}
        </span>
      </div>
    </FieldFrame>
  );
}

interface OptionLineProps {
  option: Option;
  /** Records may have it: it can be archived, and is not taken away. */
  isSaved: boolean;
  onSet: (part: Partial<Option>) => void;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
  onRemove: () => void;
}

function OptionLine({ option, isSaved, onSet, onUp, onDown, onRemove }: OptionLineProps) {
  const { label, color, archived } = option;
  return (
    <li className="flex items-center gap-1.5">
      <ColorPicker name={label} value={color ?? "gray"} onChange={(next) => onSet({ color: next })} />
      <Input
        aria-label={`Name of ${label || "this option"}`}
        autoComplete="off"
        maxLength={80}
        value={label}
        after={archived ? <Badge>Archived</Badge> : null}
        onChange={(event) => onSet({ label: event.target.value })}
      />
      <Menu>
        <MenuTrigger asChild>
          <IconButton label={`More for the option ${label}`} icon={<Ellipsis aria-hidden />} tooltip={false} />
        </MenuTrigger>
        <MenuContent align="end">
          <MoveItems onUp={onUp} onDown={onDown} />
          <MenuSeparator />
          {isSaved ? (
            <MenuItem
              icon={archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
              onSelect={() => onSet({ archived: archived ? undefined : true })}
            >
              {archived ? "Restore option" : "Archive option"}
            </MenuItem>
          ) : (
            <MenuItem icon={<X aria-hidden />} onSelect={onRemove}>
              Remove option
            </MenuItem>
          )}
        </MenuContent>
      </Menu>
    </li>
  );
}
