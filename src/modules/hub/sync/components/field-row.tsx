"use client";

import { Check, TriangleAlert } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import { stepsNote } from "@/lib/value-steps/step-words";
import { conflictRules } from "../rules";
import type { SyncField } from "../schema";
import { DirectionControl } from "./direction-control";
import { countOpen, type FieldChange } from "./field-changes";
import { ruleOfField, ruleWord } from "./sync-words";

const options = { one: "option", many: "options" };

export const fieldColumns =
  "grid grid-cols-[minmax(0,1fr)_84px_minmax(0,1.1fr)_minmax(0,1fr)_104px_minmax(0,1fr)] items-center gap-x-2.5 px-edge";

export interface FieldRowProps {
  /** With what was changed of it. */
  field: SyncField;
  isChanged: boolean;
  isChosen: boolean;
  /** The name of the service. */
  label: string;
  disabled: boolean;
  onOpen(): void;
  onChange(change: FieldChange): void;
}

/** One of our fields with its way, its partner, a value, its rule, and what there is to know. */
export function FieldRow({ field, isChanged, isChosen, label, disabled, onOpen, onChange }: FieldRowProps) {
  const isOff = field.direction === "off";
  return (
    <li
      className={cn(
        fieldColumns,
        "relative min-h-row border-border-soft border-b phone:flex phone:min-h-16 phone:gap-3",
        isChosen ? "bg-accent-subtle" : "hover:bg-surface-hover",
      )}
    >
      <span className="min-w-0 phone:flex-1">
        <span className="flex min-w-0 items-center gap-1.5">
          <button
            type="button"
            aria-current={isChosen || undefined}
            onClick={onOpen}
            className={cn("min-w-0 truncate rounded-sm text-left after:absolute after:inset-0", isOff && "text-muted")}
          >
            {field.label}
          </button>
          {isChanged ? <Badge tone="accent">Changed</Badge> : null}
        </span>
        <span className="block truncate text-muted text-sm desk:hidden">
          {isOff ? "Not synced" : [ruleOfField(field, label), stepsNote(field.steps)].filter(Boolean).join(" · ")}
        </span>
      </span>
      <DirectionControl
        field={field}
        label={label}
        disabled={disabled}
        onChange={(direction) => onChange({ direction })}
      />
      <span className={cn("truncate phone:hidden", isOff && "text-faint")}>
        {field.isKnown ? field.remoteLabel : `Not in ${label}`}
      </span>
      <span className="truncate text-muted phone:hidden">{field.sample?.ours ?? ""}</span>
      <span className="phone:hidden">
        <RowRule field={field} label={label} disabled={disabled} onChange={onChange} />
      </span>
      <span className="min-w-0 phone:hidden">{isOff ? null : <FieldCheck field={field} label={label} />}</span>
    </li>
  );
}

function RowRule({
  field,
  label,
  disabled,
  onChange,
}: Pick<FieldRowProps, "field" | "label" | "disabled" | "onChange">) {
  if (field.direction === "off") return null;
  if (field.direction !== "both") return <span className="text-muted">One way</span>;
  if (disabled) return <span>{ruleWord(field.conflict, label)}</span>;
  return (
    <Select
      size="sm"
      quiet
      className="relative z-1 -ml-2.5 border-transparent bg-transparent hover:border-border"
      aria-label={`When both changed ${field.label}`}
      value={field.conflict}
      options={conflictRules.map((value) => ({ value, label: ruleWord(value, label) }))}
      onValueChange={(conflict) => onChange({ conflict })}
    />
  );
}

const noteOf = ({ isReadOnly, note }: SyncField) => (isReadOnly ? "Read-only there" : note);

function FieldCheck({ field, label }: Pick<FieldRowProps, "field" | "label">) {
  const { locale } = useWorkspace();
  const open = countOpen(field);
  const openWords = open > 0 ? `${counted(open, options, locale)} open` : null;
  const warning = field.isKnown ? openWords : `Not in ${label}`;
  const Sign = warning ? TriangleAlert : Check;
  return (
    <span className={cn("flex min-w-0 items-center gap-1.5", warning ? "text-warning" : "text-muted")}>
      <Sign aria-hidden className={cn("size-3.5 shrink-0", !warning && "text-positive")} />
      <span className="truncate">{warning ?? (stepsNote(field.steps) || noteOf(field))}</span>
    </span>
  );
}
