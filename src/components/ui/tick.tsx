"use client";

import { useState } from "react";
import { Checkbox } from "./checkbox";

export interface TickProps {
  label: string;
  checked: boolean;
  disabled?: boolean | undefined;
  /** Writes the new state; it handles its own refusals. */
  onTick(next: boolean): Promise<unknown>;
}

/** A round box in a list of things to do; it shows at once what was chosen, and goes back if that is refused. */
export function Tick({ label, checked, disabled, onTick }: TickProps) {
  const [wanted, setWanted] = useState<boolean | null>(null);
  const choose = (next: boolean) => {
    setWanted(next);
    void onTick(next).finally(() => setWanted(null));
  };
  return (
    <Checkbox
      round
      aria-label={label}
      checked={wanted ?? checked}
      disabled={disabled}
      onCheckedChange={(next) => choose(next === true)}
    />
  );
}
