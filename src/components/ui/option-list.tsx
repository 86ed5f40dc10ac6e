"use client";

import { Command } from "cmdk";
import { Check, Search } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useEnterWhenFound, useFoundOptions } from "@/components/data-table/use-parsed-entries";
import { SearchNote } from "@/components/ui/search-note";
import { useMarked } from "@/components/ui/use-marked";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";

export type Option = {
  value: string;
  label: string;
  icon?: ReactNode;
  /** `faint`, after the label. */
  note?: string | undefined;
};

export type OptionSource = {
  /** A fixed list, filtered here. */
  options?: readonly Option[] | undefined;
  /** Searched while typing; called with an empty text first. Keep it stable (`useCallback`). */
  search?: ((text: string) => Promise<readonly Option[]>) | undefined;
};

export type OptionListProps = OptionSource & {
  /** Name of the search box: "Find an account". */
  label: string;
  value?: string | null | undefined;
  /** Several can be picked: these are. */
  picked?: readonly string[] | undefined;
  /** Backspace in an empty search box. */
  onBackspace?: (() => void) | undefined;
  /** The text of the search box when it opens. */
  initialText?: string | undefined;
  onPick: (option: Option) => void;
  /** Offers to create a record from the typed text: `createLabel("Acme")` is "Create Acme". */
  onCreate?: ((text: string) => void) | undefined;
  createLabel?: ((text: string) => string) | undefined;
  empty?: string | undefined;
  /** The first row clears the value. */
  onClear?: (() => void) | undefined;
  clearLabel?: string | undefined;
};

const clearLine = " clear";
const createLine = " create";
const row =
  "flex h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 outline-none data-[selected=true]:bg-surface-press phone:h-11 phone:px-3 [&>svg]:size-[15px] [&>svg]:text-faint";

function matches(option: Option, text: string): boolean {
  const haystack = `${option.label} ${option.note ?? ""}`.toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/** The most options that a list shows at once. */
export const atMost = 200;

/** The number of options that a list does not show. */
export function MoreOptions({ count }: { count: number }) {
  const { locale } = useListLocale();
  if (count <= 0) return null;
  return (
    <p className="px-2 py-1.5 text-muted text-sm">{`${counted(count, { one: "more option", many: "more options" }, locale)}. Type to find them.`}</p>
  );
}

/** The box of an option among several that can be picked. */
export function PickMark({ on }: { on: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-3.5 shrink-0 place-items-center rounded-xs border",
        on ? "border-accent bg-accent text-on-accent" : "border-border-strong bg-surface",
      )}
    >
      {on ? <Check className="size-2.5 stroke-[3]!" /> : null}
    </span>
  );
}

interface OptionRowProps {
  option: Option;
  current: boolean;
  /** Undefined where only one can be picked. */
  picked: boolean | undefined;
  onPick(): void;
}

function OptionRow({ option, current, picked, onPick }: OptionRowProps) {
  return (
    <Command.Item
      value={option.value}
      onSelect={onPick}
      {...(picked !== undefined && { "aria-checked": picked })}
      className={row}
    >
      {picked === undefined ? null : <PickMark on={picked} />}
      {option.icon}
      <span className="truncate">{option.label}</span>
      {option.note ? <span className="truncate text-faint">{option.note}</span> : null}
      {current ? <Check aria-hidden className="ml-auto text-accent-text!" /> : null}
    </Command.Item>
  );
}

/** A search box over options with arrows and Enter; the content of a popover or a sheet. */
export function OptionList(props: OptionListProps) {
  const { label, options, search, value, picked, onPick, onCreate, createLabel, onClear, clearLabel = "Empty" } = props;
  const [text, setText] = useState(props.initialText ?? "");
  const found = useFoundOptions(search, text);
  const wanted = text.trim();
  const shown: readonly Option[] = search ? found.options : (options ?? []).filter((option) => matches(option, wanted));
  const onKeyDown = useEnterWhenFound(found.state, () => (shown[0] ? pick(shown[0]) : undefined));
  function pick(option: Option): void {
    // The next one of several is looked for among all.
    if (picked) setText("");
    onPick(option);
  }
  const exact = shown.some((option) => option.label.toLocaleLowerCase() === wanted.toLocaleLowerCase());
  const clears = Boolean(onClear && value && wanted === "");
  const creates = Boolean(onCreate && wanted !== "" && !exact && found.state === "ready");
  const offered = shown.slice(0, atMost);
  const lines = useMarked([clears ? clearLine : [], offered.map((one) => one.value), creates ? createLine : []].flat());

  return (
    <Command
      label={label}
      shouldFilter={false}
      vimBindings={false}
      loop
      value={lines.active ?? ""}
      onValueChange={lines.mark}
      onKeyDown={lines.onKeyDown}
      className="flex min-h-0 flex-col"
    >
      <div className="-mx-1 -mt-1 mb-1 flex h-9 items-center gap-2 px-3 hairline-b hairline-soft phone:h-12">
        <Search aria-hidden className="size-3.5 text-faint" />
        <Command.Input
          // As a further step of the same popover nothing else gives it the focus.
          autoFocus
          value={text}
          onValueChange={(next) => {
            setText(next);
            lines.forget();
          }}
          placeholder={label}
          onKeyDown={(event) => {
            onKeyDown(event);
            if (event.key === "Backspace" && text === "") props.onBackspace?.();
          }}
          className="h-full min-w-0 flex-1 bg-transparent text-input outline-none"
        />
      </div>
      <Command.List
        {...(picked && { "aria-multiselectable": true })}
        onPointerMoveCapture={lines.onPointerMoveCapture}
        className="max-h-[min(320px,50dvh)] overflow-y-auto outline-none"
      >
        <SearchNote found={found} empty={props.empty} />
        {clears ? (
          <Command.Item value={clearLine} onSelect={() => onClear?.()} className={cn(row, "text-muted")}>
            {clearLabel}
          </Command.Item>
        ) : null}
        {offered.map((option) => (
          <OptionRow
            key={option.value}
            option={option}
            current={option.value === value}
            picked={picked?.includes(option.value)}
            onPick={() => pick(option)}
          />
        ))}
        <MoreOptions count={shown.length - atMost} />
        {creates ? (
          <Command.Item value={createLine} onSelect={() => onCreate?.(wanted)} className={cn(row, "text-accent-text")}>
            {createLabel ? createLabel(wanted) : `Create ${wanted}`}
          </Command.Item>
        ) : null}
      </Command.List>
    </Command>
  );
}
