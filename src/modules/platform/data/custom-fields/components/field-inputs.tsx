"use client";

import { useMemo } from "react";
import { useFormContext } from "react-hook-form";
import { useRecordInput } from "@/components/fields/record-input";
import { SelectField, YesNoField } from "@/components/form/choice-field";
import { FieldFrame, useField } from "@/components/form/field";
import { SuggestField } from "@/components/form/suggest-field";
import { TextField } from "@/components/form/text-field";
import { MoneyField, NumberField } from "@/components/form/typed-field";
import { Select } from "@/components/ui/select";
import { type CustomKind, type CustomSettings, fieldOf } from "@/lib/fields/custom";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import { fittingSuggestions } from "@/lib/suggestions";
import { capital } from "@/lib/text";
import type { CustomFieldRow } from "../client";
import { kindLabels, settingsOf, uniqueKinds, unrelated } from "../rules";
import { kindNotes, kindOptions, objectOptions } from "./field-kinds";
import type { FieldValues } from "./field-values";
import { OptionsField, withLines } from "./options-field";

interface FieldInputsProps {
  entity: NounEntity;
  sections: readonly string[];
  /** Undefined for a new one, whose kind can be chosen. */
  field: CustomFieldRow | undefined;
}

/** The inputs of a custom field; those of its kind follow what is common to all. */
export function FieldInputs({ entity, sections, field }: FieldInputsProps) {
  const { watch } = useFormContext<FieldValues>();
  const kind = watch("kind");
  const unique = watch("unique") && uniqueKinds.includes(kind);
  const { one, many } = nouns[entity];
  const suggest = useMemo(() => async (text: string) => fittingSuggestions(text, sections), [sections]);
  const saved = useMemo(() => new Set(field?.settings.options?.map(({ value }) => value)), [field]);
  return (
    <>
      <TextField<FieldValues> name="label" label="Label" autoComplete="off" autoFocus />
      {field ? (
        <p className="text-muted">{`Kind: ${kindLabels[kind]}. Use “Change kind…” in the menu of the field to change it.`}</p>
      ) : (
        <KindField kind={kind} />
      )}
      {settingsOf[kind].includes("options") ? <OptionsField saved={saved} /> : null}
      {kind === "reference" ? (
        <SelectField<FieldValues>
          name="settings.to"
          label="Object"
          placeholder="Choose an object"
          options={objectOptions}
          disabled={field !== undefined}
        />
      ) : null}
      <TextField<FieldValues> name="help" label="Help" optional nullable hint="It is shown below the field in forms." />
      <SuggestField<FieldValues>
        name="section"
        label="Section"
        optional
        nullable
        suggest={suggest}
        hint="The heading above the field on a record."
      />
      <Limits kind={kind} />
      {unique ? null : <DefaultField key={kind} entity={entity} kind={kind} />}
      {kind === "boolean" ? null : (
        <YesNoField<FieldValues>
          name="required"
          label="Required"
          hint={`A new ${one} needs a value. ${capital(many)} without one stay as they are until somebody edits the field.`}
        />
      )}
      {uniqueKinds.includes(kind) ? (
        <YesNoField<FieldValues> name="unique" label="Unique" hint={`No two ${many} may have the same value.`} />
      ) : null}
      <YesNoField<FieldValues>
        name="settings.inForm"
        label="Show in the form for new records"
        hint="A required field without a default value is always shown."
      />
    </>
  );
}

/** The kind of a new field; the limits and the default of another kind say nothing about it. */
function KindField({ kind }: { kind: CustomKind }) {
  const { setValue } = useFormContext<FieldValues>();
  const { id, field, error } = useField<FieldValues>("kind", false);
  const hint = kindNotes[kind];
  return (
    <FieldFrame id={id} label="Kind" error={error} hint={hint}>
      <Select
        id={id}
        options={kindOptions}
        value={kind}
        invalid={error !== undefined}
        aria-describedby={`${id}-note`}
        onBlur={field.onBlur}
        onValueChange={(next) => {
          field.onChange(next);
          setValue("initial", null);
          for (const name of ["min", "max", "decimals", "maxLength"] as const) setValue(`settings.${name}`, null);
        }}
      />
    </FieldFrame>
  );
}

/** The limits that a field of this kind can have. */
function Limits({ kind }: { kind: CustomKind }) {
  const own = settingsOf[kind];
  const unit = kind === "percent" ? "%" : undefined;
  const half = "flex-1 basis-40";
  if (kind === "money") return <MoneyField<FieldValues> name="settings.max" label="Largest amount" optional />;
  if (own.includes("maxLength"))
    return <NumberField<FieldValues> name="settings.maxLength" label="Most characters" optional />;
  if (!own.includes("min")) return null;
  return (
    <div className="flex flex-wrap gap-3">
      <NumberField<FieldValues> name="settings.min" label="Smallest value" optional unit={unit} className={half} />
      <NumberField<FieldValues> name="settings.max" label="Largest value" optional unit={unit} className={half} />
      <NumberField<FieldValues> name="settings.decimals" label="Decimals" optional className={half} />
    </div>
  );
}

/** The default, given as on a record. */
function DefaultField({ entity, kind }: { entity: NounEntity; kind: CustomKind }) {
  const Input = useRecordInput();
  const { watch } = useFormContext<FieldValues>();
  const { options, to } = watch("settings");
  const adding = watch("adding");
  const settings = { options: withLines(options, adding), ...(to ? { to } : {}) } as CustomSettings;
  if (kind === "reference" && !to) return null;
  const field = fieldOf({
    ...unrelated,
    kind,
    label: "Default value",
    required: false,
    unique: false,
    initial: null,
    settings,
  });
  return <Input key={to} head={nouns[entity]} name="initial" field={{ ...field, placeholder: "No default" }} />;
}
