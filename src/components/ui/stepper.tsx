"use client";

import { Minus, Plus } from "lucide-react";

export type StepperProps = {
  /** The name of the number: "Seats". */
  label: string;
  value: number;
  min: number;
  /** Null: no end. */
  max: number | null;
  onValueChange: (value: number) => void;
  className?: string | undefined;
};

const button =
  "relative grid w-7 shrink-0 place-items-center text-muted hover:text-text disabled:text-faint phone:w-12 [&_svg]:size-3.5";

/** An input for a whole number with buttons for one less and one more. 28 px high, 44 px on phones. */
export function Stepper({ label, value, min, max, onValueChange, className }: StepperProps) {
  const most = max ?? Number.POSITIVE_INFINITY;
  const bounded = (next: number) => Math.min(most, Math.max(min, next));
  return (
    <fieldset aria-label={label} className={className}>
      {/* A fieldset gives its children no height of their own. */}
      <div className="flex h-control items-stretch rounded-md border border-border-strong bg-surface has-[input:focus-visible]:border-focus">
        <button
          type="button"
          aria-label={`Decrease ${label}`}
          className={button}
          disabled={value <= min}
          onClick={() => onValueChange(bounded(value - 1))}
        >
          <Minus aria-hidden />
        </button>
        <input
          type="text"
          inputMode="numeric"
          aria-label={label}
          value={value}
          onChange={(event) => {
            const typed = Number.parseInt(event.target.value.replace(/\D/g, ""), 10);
            onValueChange(Number.isNaN(typed) ? min : Math.min(most, typed));
          }}
          onBlur={() => onValueChange(bounded(value))}
          className="w-9 min-w-0 flex-1 border-x bg-transparent text-center font-medium text-input outline-none"
        />
        <button
          type="button"
          aria-label={`Increase ${label}`}
          className={button}
          disabled={value >= most}
          onClick={() => onValueChange(bounded(value + 1))}
        >
          <Plus aria-hidden />
        </button>
      </div>
    </fieldset>
  );
}
