"use client";

import { ArrowLeftRight, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { conflictRules } from "../rules";
import type { SyncField } from "../schema";
import { countOpen, type FieldChange, openOptions, withPartner, withSteps } from "./field-changes";
import { FieldSteps } from "./field-steps";
import type { Property } from "./property";
import { ruleSentence, ruleWord } from "./sync-words";

export interface FieldEditorProps {
  /** With what was changed of it. */
  field: SyncField;
  /** The same as it is saved. */
  saved: SyncField;
  /** All properties of the service. */
  properties: readonly Property[];
  /** The texts of a record that was tested; null for none. */
  tested: SyncField["example"];
  /** The name of the service. */
  label: string;
  disabled: boolean;
  onChange(change: FieldChange): void;
  /** Takes the partner of a custom field away; null for a field whose partner is fixed. */
  onUnpair: (() => void) | null;
  onClose(): void;
}

const shortWays = { in: "In", both: "Both", out: "Out", off: "Off" };

/** The rule of one field in words, the partners of its options, and its value on one record. */
export function FieldEditor(props: FieldEditorProps) {
  const { field, saved, properties, tested, label, disabled, onChange, onUnpair, onClose } = props;
  const ways = (["in", "both", "out", "off"] as const).filter(
    (way) => way === "off" || field.directions.some((one) => one === way),
  );
  return (
    <aside
      aria-label={field.label}
      className="flex min-h-0 flex-col overflow-y-auto hairline-l narrow:absolute narrow:inset-0 narrow:z-peek narrow:bg-surface"
    >
      <header className="sticky top-0 z-sticky flex h-11 shrink-0 items-center gap-2 bg-surface pr-2 pl-edge hairline-b hairline-l">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{field.label}</h2>
        <IconButton label="Close" icon={<X aria-hidden />} onClick={onClose} />
      </header>
      <Part title="Direction">
        <Segmented
          look="field"
          aria-label="Direction"
          options={ways.map((value) => ({ value, label: shortWays[value] }))}
          value={field.direction}
          disabled={disabled || !field.isKnown}
          onValueChange={(direction) => onChange({ direction })}
        />
        <p className="mt-1.5 text-muted text-sm">{partnerWords(field, label)}</p>
      </Part>
      {field.direction === "both" ? (
        <Part title="When both changed">
          <Segmented
            look="field"
            aria-label="When both changed"
            options={conflictRules.map((value) => ({ value, label: ruleWord(value, label) }))}
            value={field.conflict}
            disabled={disabled}
            onValueChange={(conflict) => onChange({ conflict })}
          />
          <p className="mt-1.5 text-muted text-sm">{ruleSentence(field.conflict, label)}</p>
        </Part>
      ) : null}
      {field.options && hasOptions(field.options) && field.direction !== "off" ? (
        <Options field={field} label={label} disabled={disabled} onChange={onChange} />
      ) : null}
      {field.possibleSteps.length > 0 && field.direction !== "off" ? (
        <FieldSteps
          field={field}
          properties={properties}
          label={label}
          disabled={disabled}
          tested={tested}
          onChange={(steps) => onChange(withSteps(field, saved.directions, steps))}
        />
      ) : null}
      <OnOneRecord field={field} label={label} />
      {onUnpair && !disabled ? (
        <div className="px-edge py-3 hairline-t">
          <Button size="sm" onClick={onUnpair}>
            Take its partner away
          </Button>
        </div>
      ) : null}
    </aside>
  );
}

const hasOptions = ({ ours, theirs }: NonNullable<SyncField["options"]>) => ours.length > 0 && theirs.length > 0;

const Part = ({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) => (
  <section className="px-edge py-3">
    <h3 className="mb-1.5 flex justify-between gap-3 font-medium">
      {title}
      {note}
    </h3>
    {children}
  </section>
);

function partnerWords({ remoteLabel, isKnown, isReadOnly, note }: SyncField, label: string): string {
  if (!isKnown) return `${label} has no such field, so it is not synced.`;
  const partner = `${remoteLabel} in ${label}.`;
  return isReadOnly ? `${partner} It is read-only there.` : `${partner} ${note}.`;
}

type OptionsProps = Pick<FieldEditorProps, "field" | "label" | "disabled" | "onChange">;

function Options({ field, label, disabled, onChange }: OptionsProps) {
  const { options } = field;
  if (!options) return null;
  const open = countOpen(field);
  const openThere = openOptions(field, "theirs");
  const choose = (side: "ours" | "theirs", value: string, partner: string) =>
    onChange({ pairs: withPartner(options.pairs, side, value, partner) });
  return (
    <Part
      title="Options"
      note={open > 0 ? <span className="font-normal text-warning">{`${open} without a partner`}</span> : null}
    >
      <ul>
        {options.ours.map(({ value, label: own }) => (
          <PairLine
            key={value}
            name={own}
            choices={options.theirs}
            partner={options.pairs.find((pair) => pair.ours === value)?.theirs ?? null}
            needs={field.direction !== "in"}
            disabled={disabled}
            onChoose={(partner) => choose("ours", value, partner)}
          />
        ))}
      </ul>
      {openThere.length > 0 ? (
        <>
          <h4 className="mt-2.5 mb-1 text-muted text-sm">{`Only in ${label}`}</h4>
          <ul>
            {openThere.map(({ value, label: theirs }) => (
              <PairLine
                key={value}
                name={theirs}
                choices={options.ours}
                partner={null}
                needs
                disabled={disabled}
                onChoose={(partner) => choose("theirs", value, partner)}
              />
            ))}
          </ul>
        </>
      ) : null}
      {open > 0 ? (
        <p className="mt-2 text-muted text-sm">Records with such a value wait until it has a partner.</p>
      ) : null}
    </Part>
  );
}

interface PairLineProps {
  name: string;
  choices: readonly { value: string; label: string }[];
  partner: string | null;
  /** Without a partner records wait. */
  needs: boolean;
  disabled: boolean;
  onChoose(partner: string): void;
}

function PairLine({ name, choices, partner, needs, disabled, onChoose }: PairLineProps) {
  return (
    <li className="grid min-h-[30px] grid-cols-[104px_16px_minmax(0,1fr)] items-center gap-2 phone:min-h-12">
      <span className="truncate" title={name}>
        {name}
      </span>
      <ArrowLeftRight aria-hidden className="size-3.5 text-faint" />
      <Select
        size="sm"
        quiet
        aria-label={`Partner of ${name}`}
        options={choices}
        value={partner}
        disabled={disabled}
        className={partner === null && needs ? "border-warning text-warning" : undefined}
        onValueChange={onChoose}
      />
    </li>
  );
}

function OnOneRecord({ field: { sample }, label }: Pick<FieldEditorProps, "field" | "label">) {
  if (!sample) return null;
  const rows = [
    ["Here", sample.ours],
    [label, sample.theirs],
  ];
  return (
    <div className="px-edge py-3 hairline-t">
      <h3 className="font-medium">{`On one record: ${sample.name}`}</h3>
      <dl className="mt-1.5 grid grid-cols-[104px_minmax(0,1fr)] gap-x-2 gap-y-0.5 text-sm">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-words">{value || "–"}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
