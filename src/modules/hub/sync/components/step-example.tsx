"use client";

import { useId, useState } from "react";
import { Input } from "@/components/ui/input";
import { type Stepped, stepsIn, stepsOut } from "@/lib/value-steps/run-steps";
import { waysOf } from "@/lib/value-steps/steps";
import type { SyncField } from "../schema";
import { filledSteps } from "./field-changes";
import type { Property } from "./property";

interface StepExampleProps {
  /** With what was changed of it. */
  field: SyncField;
  properties: readonly Property[];
  /** The name of the service. */
  label: string;
  /** The texts of a record that was tested; null for none. */
  tested: SyncField["example"];
}

/** A value before and after the steps, both ways: that of a record, or one that somebody types. */
export function StepExample({ field, properties, label, tested }: StepExampleProps) {
  const [typed, setTyped] = useState("");
  const id = useId();
  const known = tested ?? field.example;
  const steps = filledSteps(field.steps);
  const [property = ""] = field.remote;
  const ways = waysOf(steps);
  // Of properties that are joined, only their names are known here.
  const names = Object.fromEntries(properties.map(({ name, label: text }) => [name, text]));
  const theirs = typed || (known?.theirs ?? "");
  const ours = typed || (known?.ours ?? "");
  const lines = [
    [
      "in",
      `From ${label}`,
      theirs,
      () => stepsIn(steps, { ...names, [property]: theirs }, { property, isWhole: field.isWhole }),
    ],
    ["out", `To ${label}`, ours, () => stepsOut(steps, ours)],
  ] as const;
  return (
    <div className="px-edge pt-3">
      <label htmlFor={id} className="mb-1 block text-muted text-sm">
        Try a value
      </label>
      <Input
        id={id}
        size="sm"
        quiet
        value={typed}
        placeholder={known?.theirs ?? known?.ours ?? ""}
        onChange={(event) => setTyped(event.target.value)}
      />
      <dl className="mt-2 grid grid-cols-[104px_minmax(0,1fr)] gap-x-2 gap-y-1 text-sm" aria-live="polite">
        {lines.map(([way, name, before, after]) =>
          ways.includes(way) && before ? (
            <div key={way} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="min-w-0 break-words">
                <span className="text-muted">{`${before} → `}</span>
                <After result={after()} />
              </dd>
            </div>
          ) : null,
        )}
      </dl>
    </div>
  );
}

function After({ result }: { result: Stepped }) {
  if ("problem" in result) return <span className="text-warning">{result.problem}</span>;
  return <span>{result.text ?? "empty"}</span>;
}
