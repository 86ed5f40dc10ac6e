"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { Fragment, type ReactNode } from "react";
import { cn } from "@/lib/cn";
import { type FieldSize, fieldFrame } from "./input";
import { menuItem } from "./menu";
import { floating } from "./popover";

export type SelectOption<V extends string = string> = {
  value: V;
  label: string;
  icon?: ReactNode;
  /** `faint`, after the label. */
  note?: string | undefined;
  disabled?: boolean | undefined;
};

export type SelectGroup<V extends string = string> = { label: string; options: readonly SelectOption<V>[] };

export type SelectProps<V extends string> = {
  options: readonly (SelectOption<V> | SelectGroup<V>)[];
  /** `null` shows the placeholder. */
  value: V | null;
  onValueChange: (value: V) => void;
  placeholder?: string | undefined;
  size?: FieldSize | undefined;
  /** A light outline, for bars and tables. */
  quiet?: boolean | undefined;
  invalid?: boolean | undefined;
  disabled?: boolean | undefined;
  id?: string | undefined;
  name?: string | undefined;
  onBlur?: (() => void) | undefined;
  className?: string | undefined;
  "aria-label"?: string | undefined;
  "aria-describedby"?: string | undefined;
};

function Option<V extends string>({ option }: { option: SelectOption<V> }) {
  return (
    <Radix.Item value={option.value} disabled={option.disabled ?? false} className={menuItem}>
      {option.icon}
      <Radix.ItemText>{option.label}</Radix.ItemText>
      {option.note ? <span className="text-faint">{option.note}</span> : null}
      <Radix.ItemIndicator className="ml-auto pl-4">
        <Check aria-hidden className="size-3.5 text-accent-text" />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
}

/** One value of a closed list of up to about twenty; for more use a combobox. */
export function Select<V extends string>({
  options,
  value,
  onValueChange,
  placeholder = "Choose",
  size,
  quiet,
  invalid,
  disabled,
  id,
  name,
  onBlur,
  className,
  ...aria
}: SelectProps<V>) {
  const shown = options
    .flatMap((entry) => ("options" in entry ? entry.options : [entry]))
    .find((option) => option.value === value);
  return (
    <Radix.Root
      value={value ?? ""}
      onValueChange={(next) => onValueChange(next as V)}
      disabled={disabled ?? false}
      {...(name ? { name } : {})}
    >
      <Radix.Trigger
        {...(id ? { id } : {})}
        aria-invalid={invalid || undefined}
        onBlur={onBlur}
        className={cn(
          fieldFrame({ size, quiet, invalid }),
          "cursor-pointer text-left outline-none focus-visible:border-focus focus-visible:shadow-[0_0_0_1px_var(--focus)] disabled:bg-surface-sunken disabled:text-faint data-placeholder:text-faint",
          className,
        )}
        {...aria}
      >
        {shown?.icon}
        <span className="min-w-0 flex-1 truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown aria-hidden className="-mr-[3px] size-[13px]! text-muted!" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          data-sheet=""
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            floating,
            "max-h-[min(360px,var(--radix-select-content-available-height))] min-w-(--radix-select-trigger-width) overflow-y-auto",
          )}
        >
          <Radix.Viewport>
            {options.map((entry) =>
              "options" in entry ? (
                <Fragment key={entry.label}>
                  <Radix.Group>
                    <Radix.Label className="px-2 pt-1.5 pb-1 text-faint text-sm phone:px-3">{entry.label}</Radix.Label>
                    {entry.options.map((option) => (
                      <Option key={option.value} option={option} />
                    ))}
                  </Radix.Group>
                </Fragment>
              ) : (
                <Option key={entry.value} option={entry} />
              ),
            )}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
