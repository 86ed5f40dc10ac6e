"use client";

import { type ComponentType, useId } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { formFieldOf } from "@/components/fields/form-fields";
import type { FieldContext } from "@/components/fields/kind";
import { NumberField } from "@/components/form/typed-field";
import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/select";
import type { BulkChange } from "@/lib/bulk-changes";
import { tagsName } from "@/lib/fields/custom";
import type { Field, FieldKind, FieldOf, Fields } from "@/lib/fields/field";
import { filledOf } from "@/lib/fields/kinds";
import { changesOf, type FieldChangeType } from "@/lib/planned-change";
import { capital } from "@/lib/text";
import { changeLabels, isRecordAct, type RecordAct, recordActs } from "./bulk-words";

/** An act of one kind of record on many, such as a move to another stage, with the input of its values. */
export interface ManyAct {
  name: string;
  label: string;
  Input: ComponentType<{ value: ActValues | null; onChange(values: ActValues): void }>;
}
type ActValues = Readonly<Record<string, unknown>>;

/** The chosen field or act on whole records, and how the field changes. */
export interface Chosen {
  target: string;
  type: FieldChangeType;
}

/** Marks the acts of a kind of record among the fields. */
const ofAct = "act:";

/** The name under which the form holds a value; tags keep theirs, so that new ones can be made. */
export const valueName = ({ target, type }: Chosen): string => {
  if (target.startsWith(ofAct)) return "act";
  if (target === "archive") return "endsSeries";
  if (type === "shift") return "days";
  if (type === "percent") return "percent";
  return target === tagsName ? tagsName : "value";
};

const days = z.int("Type a whole number of days.").min(-36_500).max(36_500);
const percent = z.number("Type a number.").min(-100).max(10_000);

/** The schema of the typed value; null where none is asked for. */
export function schemaOf(field: Field | undefined, { type }: Chosen): z.ZodType | null {
  if (!field || type === "clear") return null;
  if (type === "shift") return days;
  return type === "percent" ? percent : filledOf(field);
}

/** The change that the form holds; null while it is not complete. */
export function changeIn(fields: Fields, chosen: Chosen | null, held: unknown): BulkChange | null {
  if (!chosen) return null;
  const { target, type } = chosen;
  if (target === "archive" && held === true) return { type: target, endsSeries: true };
  if (isRecordAct(target)) return { type: target };
  if (target.startsWith(ofAct))
    return held ? { type: "act", name: target.slice(ofAct.length), values: held as ActValues } : null;
  const schema = schemaOf(fields[target], chosen);
  if (!schema) return { type: "clear", field: target };
  const value = schema.safeParse(held ?? undefined).data;
  if (value === undefined) return null;
  if (type === "shift") return { type, field: target, days: value as number };
  if (type === "percent") return { type, field: target, percent: value as number };
  if (type !== "add" && type !== "remove") return { type: "set", field: target, value };
  const values = value as string[];
  return values.length > 0 ? { type, field: target, values } : null;
}

interface ChangeFieldsProps {
  fields: readonly [name: string, field: Field][];
  /** The name of these records, where they can repeat. */
  repeating: string | null;
  acts: readonly RecordAct[];
  own: readonly ManyAct[];
  at: FieldContext;
  chosen: Chosen | null;
  onChoose(chosen: Chosen): void;
}

/** The field that changes, how it changes, and its new value. */
export function BulkChangeFields({ fields, repeating, acts, own, at, chosen, onChoose }: ChangeFieldsProps) {
  const ids = useId();
  const field = fields.find(([name]) => name === chosen?.target)?.[1];
  const types = field ? changesOf(field) : [];
  const act = own.find(({ name }) => ofAct + name === chosen?.target);
  return (
    <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-1.5">
        <label htmlFor={`${ids}-field`} className="font-medium">
          Field
        </label>
        <Select
          id={`${ids}-field`}
          placeholder="Choose a field"
          value={chosen?.target ?? null}
          onValueChange={(target) => {
            const found = fields.find(([name]) => name === target)?.[1];
            onChoose({ target, type: (found && changesOf(found)[0]) ?? "set" });
          }}
          options={[
            { label: "Fields", options: fields.map(([value, { label }]) => ({ value, label })) },
            {
              label: "Whole records",
              options: [
                ...own.map(({ name, label }) => ({ value: ofAct + name, label })),
                ...acts.map((value) => ({ value, label: recordActs[value].label })),
              ],
            },
          ]}
        />
      </div>
      {chosen && types.length > 1 ? (
        <div className="flex min-w-0 flex-col gap-1.5">
          <label htmlFor={`${ids}-change`} className="font-medium">
            Change
          </label>
          <Select
            id={`${ids}-change`}
            value={chosen.type}
            onValueChange={(type) => onChoose({ ...chosen, type })}
            options={types.map((value) => ({ value, label: changeLabels[value] }))}
          />
        </div>
      ) : null}
      {act ? (
        <Controller
          name="act"
          render={({ field: { value, onChange } }) => <act.Input value={value ?? null} onChange={onChange} />}
        />
      ) : null}
      {repeating !== null && chosen?.target === "archive" ? <SeriesEnd many={repeating} /> : null}
      {chosen && field ? <Value key={`${chosen.target} ${chosen.type}`} {...{ chosen, field, at }} /> : null}
    </div>
  );
}

/** Archiving some of a series asks what happens to it. */
function SeriesEnd({ many }: { many: string }) {
  const id = useId();
  return (
    <div className="col-span-2 flex items-start gap-2 phone:col-span-1">
      <Controller
        name="endsSeries"
        render={({ field: { value, onChange } }) => (
          <Checkbox
            id={id}
            className="mt-0.5"
            checked={value === true}
            onCheckedChange={(checked) => onChange(checked === true)}
            aria-describedby={`${id}-hint`}
          />
        )}
      />
      <div className="flex flex-col">
        <label htmlFor={id}>End the series of {many} that repeat</label>
        <span id={`${id}-hint`} className="text-muted">
          Otherwise the next one of each series is created. {capital(many)} that are already planned stay.
        </span>
      </div>
    </div>
  );
}

function Value({ chosen, field, at }: { chosen: Chosen; field: Field; at: FieldContext }) {
  const name = valueName(chosen);
  const { type } = chosen;
  if (type === "clear") return null;
  if (type === "shift")
    return <NumberField name={name} label="Days" hint="Below zero the date moves back." unit="days" />;
  if (type === "percent") return <NumberField name={name} label="Percentage" hint="Below zero it is less." unit="%" />;
  const FormField = formFieldOf(field);
  const label = type === "set" ? "New value" : "Values";
  const asked = { ...field, label, required: true } as FieldOf<FieldKind>;
  return (
    <div className="col-span-2 min-w-0 phone:col-span-1">
      <FormField name={name} field={asked} at={at} hint={undefined} />
    </div>
  );
}
