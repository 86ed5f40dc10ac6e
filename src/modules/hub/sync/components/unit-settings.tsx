"use client";

import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { parseDecimal } from "@/lib/coerce/decimal";
import { readTypedNumber } from "@/lib/coerce/typed-number";
import { decimalText } from "@/lib/number-text";
import type { ValueStep } from "@/lib/value-steps/steps";
import type { SyncField } from "../schema";

type UnitStep = Extract<ValueStep, { kind: "unit" }>;

interface UnitSettingsProps {
  step: UnitStep;
  field: Pick<SyncField, "isWhole">;
  /** The name of the service. */
  label: string;
  disabled: boolean;
  onChange(step: ValueStep): void;
}

const known = (label: string) =>
  [
    { value: "multiply 1000", label: `Thousands in ${label}` },
    { value: "multiply 1000000", label: `Millions in ${label}` },
    { value: "divide 100", label: `Cents in ${label}` },
    { value: "divide 60", label: `Minutes in ${label}, hours here` },
    { value: "multiply 60", label: `Hours in ${label}, minutes here` },
  ] as const;
const own = "own";

/** The factor between both sides: a usual one, or a number of one's own. */
export function UnitSettings({ step, field: { isWhole }, label, disabled, onChange }: UnitSettingsProps) {
  const usual = known(label);
  const { locale } = useWorkspace();
  const [isOwn, setIsOwn] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const key = `${step.act} ${step.by}`;
  const chosen = !isOwn && usual.some(({ value }) => value === key) ? key : own;
  function choose(value: string) {
    setIsOwn(value === own);
    setTyped(null);
    const [act, by] = value.split(" ");
    if (value !== own && by) onChange({ ...step, act: act === "divide" ? "divide" : "multiply", by });
  }
  /** A text that is no number is handed on as it is, and refused there. */
  function type(text: string) {
    setTyped(text);
    const read = readTypedNumber(text.trim(), locale);
    onChange({ ...step, by: (read.ok && read.value) || text.trim() });
  }
  return (
    <div className="mt-1 flex flex-col gap-1.5">
      <Select
        size="sm"
        quiet
        aria-label="Unit"
        options={[...usual, { value: own, label: "Another factor" }]}
        value={chosen}
        disabled={disabled}
        onValueChange={choose}
      />
      {chosen === own ? (
        <div className="grid grid-cols-2 gap-2">
          <Select
            size="sm"
            quiet
            aria-label="How ours comes from theirs"
            options={[
              { value: "multiply", label: "Theirs times" },
              { value: "divide", label: "Theirs divided by" },
            ]}
            value={step.act}
            disabled={disabled}
            onValueChange={(act) => onChange({ ...step, act })}
          />
          <Input
            size="sm"
            quiet
            inputMode="decimal"
            aria-label="Factor"
            value={typed ?? (parseDecimal(step.by) ? decimalText(step.by, locale) : step.by)}
            maxLength={30}
            disabled={disabled}
            onChange={(event) => type(event.target.value)}
          />
        </div>
      ) : null}
      <p className="text-muted text-sm">
        {isWhole
          ? "Rounded to a whole number here; halves go to the even one."
          : "Exact where it ends; otherwise rounded to 10 decimals, and then as the field is."}
      </p>
    </div>
  );
}
