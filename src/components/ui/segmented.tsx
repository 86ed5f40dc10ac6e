"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type SegmentedOption<V extends string> = {
  value: V;
  /** The text; with an icon it becomes the accessible name. */
  label: string;
  icon?: ReactNode;
};

export type SegmentedProps<V extends string> = {
  options: readonly SegmentedOption<V>[];
  value: V;
  onValueChange: (value: V) => void;
  /** Also tells of a click on the current choice, where that is a guess which the click confirms. */
  tellsAgain?: boolean;
  "aria-label": string;
  /** `bar`: 28 with border, in headers; `field`: full width on a sunken ground, in forms. */
  look?: "bar" | "field" | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
};

/** One of two to five choices that change the view at once. */
export function Segmented<V extends string>({
  options,
  value,
  onValueChange,
  tellsAgain = false,
  look = "bar",
  disabled,
  className,
  ...aria
}: SegmentedProps<V>) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      disabled={disabled ?? false}
      onValueChange={(next) => {
        if (next !== "") onValueChange(next as V);
        else if (tellsAgain) onValueChange(value);
      }}
      className={cn(
        "flex h-fit shrink-0 rounded-md border",
        look === "bar" ? "p-px" : "w-full bg-surface-sunken p-0.5",
        className,
      )}
      {...aria}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          {...(option.icon ? { "aria-label": option.label, title: option.label } : {})}
          className={cn(
            "relative flex items-center justify-center rounded-sm font-medium text-muted transition-colors duration-instant hover:text-text hit-44 data-[state=on]:text-text",
            look === "bar"
              ? "h-6 text-sm data-[state=on]:bg-surface-press phone:h-9"
              : "h-7 flex-1 text-md data-[state=on]:bg-surface-raised data-[state=on]:shadow-[0_0_0_1px_var(--border),var(--shadow-1)] phone:h-10 dark:data-[state=on]:bg-surface-press",
            option.icon ? "w-6 phone:w-9 [&_svg]:size-[15px]" : "px-2",
          )}
        >
          {option.icon ?? option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
