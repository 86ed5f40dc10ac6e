"use client";

import { Check } from "lucide-react";
import { Popover, PopoverClose, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { type ChoiceColor, choiceColors } from "@/lib/fields/choice-colors";

interface ColorPickerProps {
  /** The name of the option or tag. */
  name: string;
  value: ChoiceColor;
  onChange: (color: ChoiceColor) => void;
}

/** The colour of a choice or tag as a dot; a click offers all of them. */
export function ColorPicker({ name, value, onChange }: ColorPickerProps) {
  return (
    <Popover>
      <PopoverTrigger
        aria-label={`Colour of ${name}: ${value}`}
        className="relative grid size-6 shrink-0 place-items-center rounded-sm hit-44 hover:bg-surface-hover"
      >
        <span className="size-3 rounded-full" style={{ background: `var(--choice-${value})` }} />
      </PopoverTrigger>
      <PopoverContent aria-label={`Colour of ${name}`} className="grid grid-cols-5 gap-1 p-2" align="start">
        {choiceColors.map((color) => (
          <PopoverClose
            key={color}
            aria-label={color}
            aria-pressed={color === value}
            onClick={() => onChange(color)}
            className="grid size-7 place-items-center rounded-md hover:bg-surface-hover phone:size-11"
          >
            <span
              className="grid size-4 place-items-center rounded-full text-surface"
              style={{ background: `var(--choice-${color})` }}
            >
              {color === value ? <Check aria-hidden className="size-3" /> : null}
            </span>
          </PopoverClose>
        ))}
      </PopoverContent>
    </Popover>
  );
}
