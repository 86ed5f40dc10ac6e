"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { cn } from "@/lib/cn";
import { type FieldSize, fieldFrame } from "./input";
import { type Option, OptionList, type OptionSource } from "./option-list";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";

export type ComboboxProps = OptionSource & {
  value: string | null;
  /** The picked option; null when it was cleared. */
  onChange: (option: Option | null) => void;
  /** The option of `value` if `options` lacks it. */
  selected?: Option | null | undefined;
  placeholder?: string | undefined;
  searchLabel?: string | undefined;
  empty?: string | undefined;
  /** Allows clearing the value. */
  clearable?: boolean | undefined;
  size?: FieldSize | undefined;
  quiet?: boolean | undefined;
  invalid?: boolean | undefined;
  disabled?: boolean | undefined;
  id?: string | undefined;
  onBlur?: (() => void) | undefined;
  className?: string | undefined;
  "aria-label"?: string | undefined;
  "aria-describedby"?: string | undefined;
};

/** One of many, found by typing; a sheet on phones. */
export function Combobox(props: ComboboxProps) {
  const { value, onChange, options, search, selected, placeholder = "Choose", disabled, onBlur } = props;
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState<Option | null>(null);
  const shown =
    value === null ? null : ([selected, picked, ...(options ?? [])].find((option) => option?.value === value) ?? null);

  function choose(option: Option | null) {
    setPicked(option);
    setOpen(false);
    onChange(option);
  }

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
        aria-label={props["aria-label"]}
        aria-describedby={props["aria-describedby"]}
        disabled={disabled ?? false}
        className={cn(
          fieldFrame({ size: props.size, quiet: props.quiet, invalid: props.invalid }),
          "cursor-pointer text-left outline-none focus-visible:border-focus focus-visible:shadow-[0_0_0_1px_var(--focus)] disabled:bg-surface-sunken disabled:text-faint",
          props.className,
        )}
      >
        {shown?.icon}
        <span className={cn("min-w-0 flex-1 truncate", shown ? "" : "text-faint")}>{shown?.label ?? placeholder}</span>
        <ChevronDown aria-hidden className="-mr-[3px] size-[13px]! text-muted!" />
      </PopoverTrigger>
      <PopoverContent
        aria-label={props.searchLabel ?? placeholder}
        className="w-(--radix-popover-trigger-width) min-w-60"
      >
        <OptionList
          label={props.searchLabel ?? "Search"}
          options={options}
          search={search}
          value={value}
          empty={props.empty}
          onPick={choose}
          onClear={props.clearable ? () => choose(null) : undefined}
        />
      </PopoverContent>
    </Popover>
  );
}
