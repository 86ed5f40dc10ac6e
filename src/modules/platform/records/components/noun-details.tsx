"use client";

import type { FieldContext } from "@/components/fields/kind";
import { partsOf } from "@/components/fields/kinds";
import { DescriptionList, DescriptionRow, SectionHead } from "@/components/ui/description-list";
import { InlineEdit } from "@/components/ui/inline-edit";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Field, type FieldKind, type FieldOf, type Fields, inputName } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import { type NounWith, useEditsOf } from "@/trpc/noun-client";
import type { RecordEdits } from "@/trpc/record-edits";
import { useFieldContext } from "./use-field-context";

interface NounDetailsProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
}

/** Every field of a record in one column, each edited in place. */
export function NounDetails<F extends Fields>({ noun, record }: NounDetailsProps<F>) {
  const at = useFieldContext();
  const edits = useEditsOf(noun) as unknown as RecordEdits<RecordOf<Fields>, PatchOf<Fields>>;
  const row = record as unknown as RecordOf<Fields>;
  const shown = noun.order.filter((name) => noun.fields[name]?.inDetails !== false);
  return (
    <>
      <SectionHead title="Details" />
      <DescriptionList>
        {shown.map((name) => (
          <FieldRow key={name} name={name} field={noun.fields[name] as Field} record={row} edits={edits} at={at} />
        ))}
      </DescriptionList>
      <SectionHead title="Record" line className="mt-3" />
      <DescriptionList>
        <DescriptionRow label="Created">
          <RelativeTime at={record.createdAt} />
        </DescriptionRow>
        <DescriptionRow label="Changed">
          <RelativeTime at={record.updatedAt} />
        </DescriptionRow>
      </DescriptionList>
    </>
  );
}

interface FieldRowProps {
  name: string;
  field: Field;
  record: RecordOf<Fields>;
  edits: RecordEdits<RecordOf<Fields>, PatchOf<Fields>>;
  at: FieldContext;
}

/** One field of a record: label and value; a click edits it. */
function FieldRow({ name, field, record, edits, at }: FieldRowProps) {
  const parts = partsOf(field);
  const known = field as FieldOf<FieldKind>;
  const value = record[name];
  const label = field.shortLabel ?? field.label;
  const shown = value === null || value === undefined ? null : parts.show(value, known, at);
  if (parts.editor === null) return <DescriptionRow label={label}>{shown ?? "–"}</DescriptionRow>;
  const { options, search } = parts.choices?.(known, at) ?? {};
  const { name: words, currency = at.currency } = (value ?? {}) as { name?: string; currency?: string };
  return (
    <DescriptionRow label={label} stacked={parts.editor === "longText"}>
      <InlineEdit
        kind={parts.editor}
        label={label}
        value={parts.toEditor(value)}
        readOnly={!record.mayEdit || field.computed}
        required={field.required}
        placeholder={field.placeholder ?? `Set ${label.charAt(0).toLowerCase()}${label.slice(1)}`}
        currency={currency}
        options={options}
        search={search}
        words={words}
        onSave={(next) =>
          edits.save(record, label, { [inputName(name, field)]: parts.fromEditor(next, value, at) } as PatchOf<Fields>)
        }
      >
        {shown}
      </InlineEdit>
    </DescriptionRow>
  );
}
