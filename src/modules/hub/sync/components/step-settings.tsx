"use client";

import { X } from "lucide-react";
import { Combobox } from "@/components/ui/combobox";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { caseNames } from "@/lib/value-steps/step-words";
import { letterCases, longestMark, mostJoined, type ValueStep } from "@/lib/value-steps/steps";
import type { SyncField } from "../schema";
import { LookupTable } from "./lookup-table";
import type { Property } from "./property";
import { UnitSettings } from "./unit-settings";

interface StepSettingsProps {
  step: ValueStep;
  field: SyncField;
  properties: readonly Property[];
  /** The name of the service. */
  label: string;
  disabled: boolean;
  onChange(step: ValueStep): void;
}

type Of<K extends ValueStep["kind"]> = Omit<StepSettingsProps, "step"> & { step: Extract<ValueStep, { kind: K }> };

/** The choices of one step. */
export function StepSettings({ step, ...rest }: StepSettingsProps) {
  switch (step.kind) {
    case "trim":
      return <p className="text-muted text-sm">No spaces around it, and single ones within.</p>;
    case "case":
      return <CaseSettings step={step} {...rest} />;
    case "split":
      return <SplitSettings step={step} {...rest} />;
    case "join":
      return <JoinSettings step={step} {...rest} />;
    case "lookup":
      return <LookupTable step={step} label={rest.label} disabled={rest.disabled} onChange={rest.onChange} />;
    case "constant":
      return <ConstantSettings step={step} {...rest} />;
    case "unit":
      return <UnitSettings step={step} {...rest} />;
  }
}

const CaseSettings = ({ step, disabled, onChange }: Of<"case">) => (
  <Segmented
    look="field"
    aria-label="Case"
    options={letterCases.map((value) => ({ value, label: caseNames[value] }))}
    value={step.to}
    disabled={disabled}
    onValueChange={(to) => onChange({ ...step, to })}
  />
);

const parts = [
  ["1", "First part"],
  ["2", "Second part"],
  ["3", "Third part"],
  ["last", "Last part"],
] as const;

function SplitSettings({ step, disabled, onChange }: Of<"split">) {
  const chosen = String(step.part);
  const options = parts.some(([value]) => value === chosen) ? parts : [...parts, [chosen, `Part ${chosen}`] as const];
  return (
    <div className="mt-1 grid grid-cols-2 gap-2">
      <Select
        size="sm"
        quiet
        aria-label="Part"
        options={options.map(([value, name]) => ({ value, label: name }))}
        value={chosen}
        disabled={disabled}
        onValueChange={(part) => onChange({ ...step, part: part === "last" ? "last" : Number(part) })}
      />
      <Mark name="Separated by" value={step.by} disabled={disabled} onChange={(by) => onChange({ ...step, by })} />
    </div>
  );
}

interface MarkProps {
  name: string;
  value: string;
  disabled: boolean;
  onChange(value: string): void;
}

const Mark = ({ name, value, disabled, onChange }: MarkProps) => (
  <Input
    size="sm"
    quiet
    aria-label={name}
    before={<span className="text-sm">{name}</span>}
    value={value}
    maxLength={longestMark}
    disabled={disabled}
    onChange={(event) => onChange(event.target.value)}
  />
);

function JoinSettings({ step, field, properties, label, disabled, onChange }: Of<"join">) {
  const { further } = step;
  const free = properties.filter(({ name }) => !further.includes(name) && !field.remote.includes(name));
  const nameOf = (name: string) => properties.find((one) => one.name === name)?.label ?? name;
  return (
    <div className="mt-1 flex flex-col gap-1.5">
      <span className="text-muted text-sm">{`${field.remoteLabel}, then`}</span>
      {further.map((name) => (
        <span key={name} className="flex items-center gap-1">
          <span className="min-w-0 flex-1 truncate">{nameOf(name)}</span>
          <IconButton
            size="sm"
            label={`Do not join ${nameOf(name)}`}
            icon={<X aria-hidden />}
            disabled={disabled}
            onClick={() => onChange({ ...step, further: further.filter((one) => one !== name) })}
          />
        </span>
      ))}
      {further.length < mostJoined ? (
        <Combobox
          size="sm"
          quiet
          value={null}
          aria-label={`Property of ${label} to join`}
          placeholder="Add a property"
          searchLabel={`Find a property of ${label}`}
          options={free.map(({ name, label: text }) => ({ value: name, label: text }))}
          disabled={disabled}
          onChange={(option) => (option ? onChange({ ...step, further: [...further, option.value] }) : undefined)}
        />
      ) : null}
      <Mark name="With between" value={step.by} disabled={disabled} onChange={(by) => onChange({ ...step, by })} />
    </div>
  );
}

function ConstantSettings({ step, label, disabled, onChange }: Of<"constant">) {
  const ways = [
    { value: "in", label: "Here" },
    { value: "out", label },
  ] as const;
  return (
    <div className="mt-1 flex flex-col gap-1.5">
      <Segmented
        look="field"
        aria-label="Side that gets the value"
        options={ways}
        value={step.way}
        disabled={disabled}
        onValueChange={(way) => onChange({ ...step, way })}
      />
      <Input
        size="sm"
        quiet
        aria-label="Value"
        placeholder="Value"
        value={step.value}
        maxLength={500}
        disabled={disabled}
        onChange={(event) => onChange({ ...step, value: event.target.value })}
      />
      <p className="text-muted text-sm">Any value becomes this one. An empty field stays empty.</p>
    </div>
  );
}
