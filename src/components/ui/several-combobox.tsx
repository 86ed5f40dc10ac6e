"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { cn } from "@/lib/cn";
import type { ChoiceColor } from "@/lib/fields/choice-colors";
import { type FieldSize, fieldFrame } from "./input";
import type { Option } from "./option-list";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";
import { SeveralList, type SeveralSource } from "./several-list";
import { Tag } from "./tag";

type ColoredOption = Option & { color?: ChoiceColor | undefined };

export type SeveralComboboxProps = SeveralSource & {
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
  /** The options of `values` that `options` lacks. */
  selected?: readonly ColoredOption[] | undefined;
  placeholder?: string | undefined;
  searchLabel?: string | undefined;
  size?: FieldSize | undefined;
  invalid?: boolean | undefined;
  disabled?: boolean | undefined;
  id?: string | undefined;
  onBlur?: (() => void) | undefined;
  "aria-describedby"?: string | undefined;
};

/** Several of many, found by typing; a sheet on phones. */
export function SeveralCombobox(props: SeveralComboboxProps) {
  const {
    values,
    onChange,
    options,
    search,
    onCreate,
    selected = [],
    placeholder = "Choose",
    disabled,
    onBlur,
  } = props;
  const [open, setOpen] = useState(false);
  const [seen, setSeen] = useState<readonly ColoredOption[]>([]);
  const known: readonly ColoredOption[] = [...(options ?? []), ...selected, ...seen];
  const tags = values.map((value) => known.find((option) => option.value === value) ?? { value, label: value });
  const searchLabel = props.searchLabel ?? placeholder;
  return (
    <Popover
      modal
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) onBlur?.();
      }}
    >
      <PopoverTrigger
        {...(props.id ? { id: props.id } : {})}
        role="combobox"
        aria-expanded={open}
        aria-invalid={props.invalid || undefined}
        aria-describedby={props["aria-describedby"]}
        disabled={disabled ?? false}
        className={cn(
          fieldFrame({ size: props.size, invalid: props.invalid }),
          "h-auto min-h-input cursor-pointer text-left outline-none focus-visible:border-focus focus-visible:shadow-[0_0_0_1px_var(--focus)] disabled:bg-surface-sunken disabled:text-faint",
        )}
      >
        {tags.length > 0 ? (
          <span className="flex min-w-0 flex-1 flex-wrap gap-1 py-1">
            {tags.map(({ value, label, color }) => (
              <Tag key={value} label={label} color={color} />
            ))}
          </span>
        ) : (
          <span className="min-w-0 flex-1 truncate text-faint">{placeholder}</span>
        )}
        <ChevronDown aria-hidden className="-mr-[3px] size-[13px]! text-muted!" />
      </PopoverTrigger>
      <PopoverContent aria-label={searchLabel} className="w-(--radix-popover-trigger-width) min-w-60">
        <SeveralList
          label={searchLabel}
          {...{ options, search, onCreate, values }}
          onChange={(next, option) => {
            setSeen([...seen, option]);
            onChange(next);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
