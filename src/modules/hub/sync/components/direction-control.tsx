"use client";

import { ArrowLeft, ArrowLeftRight, ArrowRight } from "lucide-react";
import { ToggleGroup } from "radix-ui";
import type { SyncDirection } from "../rules";
import type { SyncField } from "../schema";
import { directionWord } from "./sync-words";

const ways = [
  { value: "in", Sign: ArrowLeft },
  { value: "both", Sign: ArrowLeftRight },
  { value: "out", Sign: ArrowRight },
] as const;

interface DirectionControlProps {
  field: SyncField;
  label: string;
  disabled: boolean;
  onChange(direction: SyncDirection): void;
}

/** Three squares of 24 (36 on phones): in, both ways, out. A second press of the chosen one turns the field off. */
export function DirectionControl({ field, label, disabled, onChange }: DirectionControlProps) {
  return (
    <ToggleGroup.Root
      type="single"
      value={field.direction === "off" ? "" : field.direction}
      disabled={disabled}
      aria-label={`Direction of ${field.label}`}
      onValueChange={(next) => onChange(next === "" ? "off" : (next as SyncDirection))}
      className="relative z-1 inline-flex h-6 w-fit shrink-0 divide-x overflow-hidden rounded-sm border bg-surface phone:h-9"
    >
      {ways.map(({ value, Sign }) => (
        <ToggleGroup.Item
          key={value}
          value={value}
          disabled={disabled || !field.isKnown || !field.directions.includes(value)}
          aria-label={directionWord(value, label)}
          title={directionWord(value, label)}
          className="grid w-6 place-items-center text-faint outline-offset-[-2px] enabled:hover:text-text disabled:opacity-40 data-[state=on]:bg-surface-press data-[state=on]:text-text phone:w-9 [&_svg]:size-3.5"
        >
          <Sign aria-hidden />
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
