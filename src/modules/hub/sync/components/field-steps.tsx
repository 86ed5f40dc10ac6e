"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { SortableRows } from "@/components/ui/sortable-rows";
import { limitWords, stepNames } from "@/lib/value-steps/step-words";
import { mostSteps, type StepKind, type ValueStep, waysOf } from "@/lib/value-steps/steps";
import type { SyncField } from "../schema";
import { areComplete } from "./field-changes";
import type { Property } from "./property";
import { StepExample } from "./step-example";
import { StepSettings } from "./step-settings";

interface FieldStepsProps {
  /** With what was changed of it. */
  field: SyncField;
  /** All properties of the service, to join some. */
  properties: readonly Property[];
  /** The name of the service. */
  label: string;
  disabled: boolean;
  /** The texts of a record that was tested; null for none. */
  tested: SyncField["example"];
  onChange(steps: readonly ValueStep[]): void;
}

/** The steps that change the values of a field on the way: added, put into order and tried on a value. */
export function FieldSteps({ field, properties, label, disabled, tested, onChange }: FieldStepsProps) {
  const { steps, possibleSteps } = field;
  const limit = limitWords(steps);
  const rows = steps.map((step, place) => ({ id: String(place), name: stepNames[step.kind], step, place }));
  const isFull = steps.length >= mostSteps;
  return (
    <section aria-label="Change on the way" className="py-3">
      <div className="mb-1 flex min-h-7 items-center justify-between gap-3 px-edge">
        <h3 className="font-medium">Change on the way</h3>
        {disabled || isFull ? null : (
          <AddStep kinds={possibleSteps} onAdd={(kind) => onChange([...steps, newStep(kind, field)])} />
        )}
      </div>
      {steps.length === 0 ? <p className="px-edge text-muted text-sm">Values cross as they are.</p> : null}
      <SortableRows
        rows={rows}
        label="Steps"
        enabled={!disabled}
        onOrder={(ids) => onChange(ids.flatMap((id) => steps[Number(id)] ?? []))}
      >
        {({ step, place, name }) => (
          <>
            <div className="min-w-0 flex-1 py-2">
              <span className="block">{name}</span>
              <StepSettings
                step={step}
                field={field}
                properties={properties}
                label={label}
                disabled={disabled}
                onChange={(next) => onChange(steps.with(place, next))}
              />
            </div>
            {disabled ? null : (
              <IconButton
                size="sm"
                label={`Remove ${name}`}
                icon={<X aria-hidden />}
                onClick={() => onChange(steps.toSpliced(place, 1))}
              />
            )}
          </>
        )}
      </SortableRows>
      {limit ? (
        <p className="px-edge pt-2 text-sm text-warning" role="status">
          {waysOf(steps).length > 0 ? limit : `${limit} These steps cannot go together.`}
        </p>
      ) : null}
      {areComplete(steps) ? null : (
        <p className="px-edge pt-2 text-sm text-warning" role="status">
          A step is not complete yet. It can be saved when it is.
        </p>
      )}
      {steps.length > 0 ? (
        <StepExample key={field.field} field={field} properties={properties} label={label} tested={tested} />
      ) : null}
    </section>
  );
}

function AddStep({ kinds, onAdd }: { kinds: readonly StepKind[]; onAdd(kind: StepKind): void }) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm" icon={<Plus aria-hidden />}>
          Add a step
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {kinds.map((kind) => (
          <MenuItem key={kind} onSelect={() => onAdd(kind)}>
            {stepNames[kind]}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

/** A step as it begins, to be filled in. */
function newStep(kind: StepKind, { direction }: Pick<SyncField, "direction">): ValueStep {
  const starts: Readonly<Record<StepKind, ValueStep>> = {
    trim: { kind: "trim" },
    case: { kind: "case", to: "lower" },
    split: { kind: "split", by: ",", part: 1 },
    join: { kind: "join", by: " ", further: [] },
    lookup: { kind: "lookup", pairs: [{ ours: "", theirs: "" }], others: "problem" },
    constant: { kind: "constant", value: "", way: direction === "out" ? "out" : "in" },
    unit: { kind: "unit", act: "multiply", by: "1000" },
  };
  return starts[kind];
}
