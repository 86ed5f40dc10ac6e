"use client";

import { Plus, X } from "lucide-react";
import type { ClipboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { mostPairs, otherValues, type ValueStep } from "@/lib/value-steps/steps";

type LookupStep = Extract<ValueStep, { kind: "lookup" }>;
type Pair = LookupStep["pairs"][number];

interface LookupTableProps {
  step: LookupStep;
  /** The name of the service. */
  label: string;
  disabled: boolean;
  onChange(step: ValueStep): void;
}

const others = { leave: "Leave other values", empty: "Empty other values", problem: "Other values are a problem" };
const none: Pair = { ours: "", theirs: "" };

/** The pairs of a table, each a value there with ours; two columns of a spreadsheet can be pasted. */
export function LookupTable({ step, label, disabled, onChange }: LookupTableProps) {
  const { pairs } = step;
  const rows = pairs.map((pair, place) => ({ id: String(place), pair, place }));
  const set = (next: readonly Pair[]) => onChange({ ...step, pairs: next.slice(0, mostPairs) });
  const paste = (place: number) => (event: ClipboardEvent) => {
    const rows = rowsIn(event.clipboardData.getData("text/plain"));
    if (rows.length === 0) return;
    event.preventDefault();
    set([...pairs.slice(0, place), ...rows, ...pairs.slice(place + 1)]);
  };
  return (
    <div className="mt-1 flex flex-col gap-1.5">
      <div aria-hidden className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_28px] gap-1.5 text-faint text-sm">
        <span className="truncate">{label}</span>
        <span>Here</span>
      </div>
      <ul aria-label="Pairs of the table" className="flex max-h-64 flex-col gap-1.5 overflow-y-auto p-px">
        {rows.map(({ id, pair, place }) => (
          <li key={id} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_28px] items-center gap-1.5">
            {(["theirs", "ours"] as const).map((side) => (
              <Input
                key={side}
                size="sm"
                quiet
                aria-label={`${side === "ours" ? "Here" : label}, pair ${place + 1}`}
                value={pair[side]}
                maxLength={500}
                disabled={disabled}
                onPaste={paste(place)}
                onChange={(event) => set(pairs.with(place, { ...pair, [side]: event.target.value }))}
              />
            ))}
            <IconButton
              size="sm"
              label={`Remove pair ${place + 1}`}
              icon={<X aria-hidden />}
              disabled={disabled || pairs.length === 1}
              onClick={() => set(pairs.toSpliced(place, 1))}
            />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus aria-hidden />}
          disabled={disabled || pairs.length >= mostPairs}
          onClick={() => set([...pairs, none])}
        >
          Add a pair
        </Button>
        <span className="text-faint text-sm">Or paste two columns</span>
      </div>
      <Select
        size="sm"
        quiet
        aria-label="Values that the table does not have"
        options={otherValues.map((value) => ({ value, label: others[value] }))}
        value={step.others}
        disabled={disabled}
        onValueChange={(value) => onChange({ ...step, others: value })}
      />
    </div>
  );
}

/** The rows of two columns of a spreadsheet; none in a text of one line and one column. */
function rowsIn(text: string): Pair[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (!lines.some((line) => line.includes("\t"))) return [];
  return lines.map((line) => {
    const [theirs = "", ours = ""] = line.split("\t").map((cell) => cell.trim().slice(0, 500));
    return { theirs, ours };
  });
}
