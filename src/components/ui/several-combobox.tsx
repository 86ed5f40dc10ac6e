"use client";

import { useState } from "react";
import type { ChoiceColor } from "@/lib/fields/choice-colors";
import { ComboboxFrame, type ComboboxLook } from "./combobox-frame";
import type { Option } from "./option-list";
import { SeveralList, type SeveralSource } from "./several-list";
import { Tag } from "./tag";

type ColoredOption = Option & { color?: ChoiceColor | undefined };

export interface SeveralComboboxProps extends SeveralSource, Omit<ComboboxLook, "quiet" | "className" | "aria-label"> {
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
  /** The options of `values` that `options` lacks. */
  selected?: readonly ColoredOption[] | undefined;
  placeholder?: string | undefined;
  searchLabel?: string | undefined;
}

/** Several of many, found by typing; a sheet on phones. */
export function SeveralCombobox(props: SeveralComboboxProps) {
  const { values, onChange, options, search, onCreate, selected = [], placeholder = "Choose", ...rest } = props;
  const { searchLabel = placeholder, ...look } = rest;
  const [open, setOpen] = useState(false);
  const [seen, setSeen] = useState<readonly ColoredOption[]>([]);
  const known: readonly ColoredOption[] = [...(options ?? []), ...selected, ...seen];
  const tags = values.map((value) => known.find((option) => option.value === value) ?? { value, label: value });
  return (
    <ComboboxFrame
      {...look}
      className="h-auto min-h-input"
      open={open}
      onOpenChange={setOpen}
      listLabel={searchLabel}
      shown={
        tags.length > 0 ? (
          <span className="flex min-w-0 flex-1 flex-wrap gap-1 py-1">
            {tags.map(({ value, label, color }) => (
              <Tag key={value} label={label} color={color} />
            ))}
          </span>
        ) : (
          <span className="min-w-0 flex-1 truncate text-faint">{placeholder}</span>
        )
      }
    >
      <SeveralList
        label={searchLabel}
        {...{ options, search, onCreate, values }}
        onChange={(next, option) => {
          setSeen([...seen, option]);
          onChange(next);
        }}
      />
    </ComboboxFrame>
  );
}
