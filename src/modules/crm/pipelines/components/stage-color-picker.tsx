"use client";

import { Check } from "lucide-react";
import { Popover, PopoverClose, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { stageColor } from "@/components/ui/stage-color";

const colors = [1, 2, 3, 4, 5, 6, 7, 8];

/** The colour of a stage as a dot; a click offers the eight of the design. */
export function StageColorPicker({
  name,
  value,
  onChange,
}: {
  name: string;
  value: number;
  onChange: (color: number) => void;
}) {
  return (
    <Popover>
      <PopoverTrigger
        aria-label={`Colour of ${name}: ${value}`}
        className="relative grid size-6 shrink-0 place-items-center rounded-sm hit-44 hover:bg-surface-hover"
      >
        <span className="size-3 rounded-full" style={{ background: stageColor(value) }} />
      </PopoverTrigger>
      <PopoverContent aria-label={`Colour of ${name}`} className="grid grid-cols-4 gap-1 p-2" align="end">
        {colors.map((color) => (
          <PopoverClose
            key={color}
            aria-label={`Colour ${color}`}
            aria-pressed={color === value}
            onClick={() => onChange(color)}
            className="grid size-7 place-items-center rounded-md hover:bg-surface-hover phone:size-11"
          >
            <span
              className="grid size-4 place-items-center rounded-full text-surface"
              style={{ background: stageColor(color) }}
            >
              {color === value ? <Check aria-hidden className="size-3" /> : null}
            </span>
          </PopoverClose>
        ))}
      </PopoverContent>
    </Popover>
  );
}
