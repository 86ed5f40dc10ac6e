"use client";

import { RadioGroup as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

export type RadioOption<V extends string> = {
  value: V;
  label: ReactNode;
  /** One sentence under the label. */
  hint?: ReactNode;
  disabled?: boolean | undefined;
};

export type RadioGroupProps<V extends string> = {
  options: readonly RadioOption<V>[];
  value?: V | undefined;
  onValueChange?: ((value: V) => void) | undefined;
  direction?: "row" | "column" | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
  "aria-label"?: string | undefined;
  "aria-labelledby"?: string | undefined;
};

/** One of a few, all visible. */
export function RadioGroup<V extends string>({
  options,
  value,
  onValueChange,
  direction = "column",
  disabled,
  className,
  ...aria
}: RadioGroupProps<V>) {
  const id = useId();
  return (
    <Radix.Root
      {...(value === undefined ? {} : { value })}
      {...(onValueChange ? { onValueChange: (next: string) => onValueChange(next as V) } : {})}
      disabled={disabled ?? false}
      className={cn("flex", direction === "row" ? "flex-wrap items-center gap-[18px]" : "flex-col gap-2", className)}
      {...aria}
    >
      {options.map((option) => (
        <div
          key={option.value}
          className={cn(
            "flex min-h-6 gap-2 phone:min-h-11 phone:items-center",
            option.hint ? "items-start" : "items-center",
          )}
        >
          <Radix.Item
            id={`${id}-${option.value}`}
            value={option.value}
            disabled={option.disabled ?? false}
            className={cn(
              "relative size-3.5 shrink-0 rounded-full border border-border-strong bg-surface before:absolute before:-inset-[5px] hit-44",
              option.hint && "mt-[3px] phone:mt-0",
              "data-[state=checked]:border-4 data-[state=checked]:border-accent disabled:border-border disabled:bg-surface-sunken",
            )}
          />
          <label htmlFor={`${id}-${option.value}`} className="flex cursor-pointer flex-col">
            <span>{option.label}</span>
            {option.hint ? <span className="text-muted text-sm">{option.hint}</span> : null}
          </label>
        </div>
      ))}
    </Radix.Root>
  );
}
