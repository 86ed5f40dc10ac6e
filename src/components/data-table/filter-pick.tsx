"use client";

import { Command } from "cmdk";
import { useState } from "react";
import type { FieldOption } from "@/components/data-table/data-column";
import { type FilterField, unnamedText } from "@/components/data-table/filter-fields";
import { useMarked } from "@/components/data-table/filter-marked";
import { useListLocale } from "@/components/data-table/list-locale";
import { useEnterWhenFound, useFoundOptions } from "@/components/data-table/use-parsed-entries";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { people, usePickedOptions } from "@/components/data-table/use-value-labels";
import { atMost, MoreOptions, PickMark } from "@/components/ui/option-list";
import { SearchNote } from "@/components/ui/search-note";
import { cn } from "@/lib/cn";

const yesNo: readonly FieldOption[] = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

/** The values of a choice field, several at once; the chosen ones come first. */
export function PickValue(props: { field: FilterField; values: readonly string[]; onChange(values: string[]): void }) {
  const { locale } = useListLocale();
  const { field, values, onChange } = props;
  const [text, setText] = useState("");
  const [first] = useState(values);
  const found = useFoundOptions(field.search, text);
  const picked = usePickedOptions(field, first);
  const phone = useIsPhone();
  const wanted = text.trim().toLowerCase();
  const fixed = field.kind === "boolean" ? yesNo : (field.options ?? []);
  const fitting = (options: readonly FieldOption[]) =>
    options.filter((option) => option.label.toLowerCase().includes(wanted));
  const searched = field.kind === "member" ? [...fitting(people), ...found.options] : found.options;
  const all = field.search ? searched : fitting(fixed);
  // Each keeps its place while names and options load, so that a click hits the intended one.
  const standing = field.search ? first : picked.unnamed;
  const apart = wanted === "" ? standing : [];
  const chosen = apart.map(
    (value): FieldOption =>
      // Values without a name can still be removed.
      [...picked.named, ...all].find((option) => option.value === value) ?? {
        value,
        label: unnamedText(field, 1, picked.state, locale),
      },
  );
  const offered = all.filter((option) => !apart.includes(option.value));
  const shown = [...chosen, ...offered.slice(0, atMost)];

  function toggle(value: string): void {
    if (field.kind === "boolean") onChange([value]);
    else onChange(values.includes(value) ? values.filter((other) => other !== value) : [...values, value]);
  }
  const onKeyDown = useEnterWhenFound(found.state, () => (offered[0] ? toggle(offered[0].value) : undefined));
  const marked = useMarked(shown.map(({ value }) => value));
  return (
    <Command label={field.label} shouldFilter={false} loop {...marked} className="flex min-h-0 flex-col">
      <div
        className={cn(
          "-mx-1 mb-1 h-9 px-3 hairline-t hairline-b hairline-soft phone:h-12",
          field.kind === "boolean" && "sr-only",
        )}
      >
        <Command.Input
          autoFocus={!phone}
          value={text}
          onValueChange={setText}
          placeholder={`Find in ${field.label}`}
          onKeyDown={onKeyDown}
          className="h-full w-full bg-transparent text-input outline-none"
        />
      </div>
      <Command.List className="max-h-[min(280px,45dvh)] overflow-y-auto outline-none">
        <SearchNote found={found} />
        {shown.map((option) => {
          const on = values.includes(option.value);
          return (
            <Command.Item
              key={option.value}
              value={option.value}
              aria-checked={on}
              onSelect={() => toggle(option.value)}
              className="flex h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 outline-none data-[selected=true]:bg-surface-press phone:h-11 phone:px-3"
            >
              <PickMark on={on} />
              {option.icon}
              <span className="truncate">{option.label}</span>
              {option.note ? <span className="truncate text-faint">{option.note}</span> : null}
            </Command.Item>
          );
        })}
        <MoreOptions count={offered.length - atMost} />
      </Command.List>
    </Command>
  );
}
