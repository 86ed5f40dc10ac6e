"use client";

import { ArrowUpRight } from "lucide-react";
import { type ComponentType, Fragment, type ReactNode } from "react";
import { inCurrencyOf } from "@/components/fields/currency-of";
import type { FieldContext } from "@/components/fields/kind";
import { editorOf, partsOf } from "@/components/fields/kinds";
import { addressOf } from "@/components/fields/reference";
import { useNoun } from "@/components/fields/use-noun";
import { DescriptionList, DescriptionRow, SectionHead } from "@/components/ui/description-list";
import type { InlineEditProps } from "@/components/ui/inline-edit";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Address } from "@/lib/address";
import { patchOf, valueIn } from "@/lib/fields/custom";
import type { Entry } from "@/lib/fields/entries";
import { type Field, type FieldKind, type FieldOf, type Fields, inputName } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import { hasStates } from "@/lib/fields/states";
import { groupBy } from "@/lib/group-by";
import type { Reference } from "@/lib/zod";
import { type NounWith, useEditsOf } from "@/trpc/noun-client";
import type { RecordEdits } from "@/trpc/record-edits";
import { AddressRow } from "./address-row";
import { EntriesRow } from "./entries-row";
import { FieldEdit } from "./field-edit";
import { FieldHistoryArea } from "./field-history-area";
import type { FieldOfRecord } from "./field-of-record";
import type { EntryRefusal, FieldNoteProps, NounOwn } from "./noun-own";
import { RichTextRow } from "./rich-text-row";
import { useFieldContext } from "./use-field-context";

interface NounDetailsProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  own?: NounOwn<F> | undefined;
  /** Rows in the place of those of single fields. */
  rows?: { readonly [K in keyof F]?: ReactNode };
  /** How its fields are edited, where that is not as usual. */
  edits?: RecordEdits<RecordOf<F>, PatchOf<F>>;
  /** Sections of the noun's own, before the one about the record. */
  children?: ReactNode;
}

/** The details of a record, in the noun's own way where it has one. */
export function RecordDetails<F extends Fields>(props: Pick<NounDetailsProps<F>, "noun" | "record" | "own">) {
  const Details = props.own?.Details;
  return (
    <FieldHistoryArea noun={props.noun} id={props.record.id}>
      {Details ? <Details record={props.record} /> : <NounDetails {...props} />}
    </FieldHistoryArea>
  );
}

/** Every field of a record in one column, each edited in place. */
export function NounDetails<F extends Fields>(props: NounDetailsProps<F>) {
  const { record, own = {}, rows, children } = props;
  const noun = useNoun(props.noun);
  const usual = useEditsOf(noun, own);
  const { edits = usual } = props;
  const row = record as unknown as RecordOf<Fields>;
  const notes = own.notes as Readonly<Record<string, Note>> | undefined;
  const shown = noun.order.filter((name) => {
    const inDetails = noun.fields[name]?.inDetails ?? true;
    return inDetails === "filled" ? (valueIn(row, name) ?? null) !== null : inDetails;
  });
  // The ways to reach somebody stand first.
  const isReach = (name: string) => ["emails", "phones"].includes(noun.fields[name]?.kind ?? "");
  shown.sort((one, other) => Number(isReach(other)) - Number(isReach(one)));
  const sections = groupBy(shown, (name) => noun.fields[name]?.section ?? "");
  const rowOf = (name: keyof F & string) => {
    const NoteOf = notes?.[name];
    return (
      <Fragment key={name}>
        {rows?.[name] ?? <NounRow {...{ noun, record, name, edits }} refusal={own.refusals?.[name]} />}
        {NoteOf ? <NoteOf value={valueIn(row, name)} id={row.id} /> : null}
      </Fragment>
    );
  };
  return (
    <>
      <SectionHead title="Details" />
      <DescriptionList>{sections.get("")?.map(rowOf)}</DescriptionList>
      {[...sections].map(([section, names]) =>
        section === "" ? null : (
          <Fragment key={section}>
            <SectionHead title={section} line className="mt-3" />
            <DescriptionList>{names.map(rowOf)}</DescriptionList>
          </Fragment>
        ),
      )}
      {children}
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

type Note = ComponentType<FieldNoteProps<unknown>>;

interface NounRowProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  name: keyof F & string;
  edits: RecordEdits<RecordOf<F>, PatchOf<F>>;
  /** Editors that differ from those of other records. */
  edit?: Partial<Omit<InlineEditProps, "label" | "onSave">>;
  /** The reason why an address or number must not be used. */
  refusal?: EntryRefusal<RecordOf<F>> | undefined;
}

/** One field of a record: label and value; a click edits it. */
export function NounRow<F extends Fields>({ noun, record, name, edits, edit, refusal }: NounRowProps<F>): ReactNode {
  const at = useFieldContext(noun.head);
  const given = {
    name,
    field: noun.fields[name] as Field,
    record: record as unknown as RecordOf<Fields>,
    edits: edits as unknown as RecordEdits<RecordOf<Fields>, PatchOf<Fields>>,
  };
  if (given.field.kind === "address") return <AddressOf {...given} fields={noun.fields} />;
  if (given.field.kind === "emails" || given.field.kind === "phones") return <EntriesOf {...given} refusal={refusal} />;
  if (given.field.kind === "richText") return <RichTextRow {...given} check={at.mentionCheck(record.id)} />;
  return <FieldRow {...given} at={inCurrencyOf(record, at)} edit={edit} />;
}

type FieldRowProps = FieldOfRecord & { at: FieldContext; edit: NounRowProps<Fields>["edit"] };

function FieldRow({ name, field, record, edits, at, edit }: FieldRowProps) {
  const parts = partsOf(field);
  const known = field as FieldOf<FieldKind>;
  const value = valueIn(record, name);
  const label = field.shortLabel ?? field.label;
  const shown = value === null || value === undefined ? null : parts.show(value, known, at);
  if (editorOf(field) === null)
    return (
      <DescriptionRow label={label} field={name}>
        {shown ?? "–"}
      </DescriptionRow>
    );
  const to =
    field.kind === "reference" && value ? addressOf(value as Reference, field as FieldOf<"reference">, at) : null;
  const mayEdit = record.mayEdit && !field.computed && !hasStates(field);
  const { name: words } = (value ?? {}) as { name?: string };
  return (
    <DescriptionRow label={label} field={name} stacked={editorOf(field) === "longText"}>
      <FieldEdit
        {...{ name, field, value, at, label }}
        readOnly={!mayEdit}
        onSave={(next) => edits.save(record, label, patchOf(inputName(name, field), next) as PatchOf<Fields>)}
        edit={{ ...edit, children: edit?.children ?? (to !== null && mayEdit ? words : shown) }}
      />
      {to !== null && mayEdit ? (
        <Link
          href={to}
          aria-label={`Open ${words}`}
          title={`Open ${words}`}
          className="ml-px grid size-6 shrink-0 place-items-center rounded-md text-muted hover:bg-surface-hover hover:text-text phone:size-11"
        >
          <ArrowUpRight aria-hidden className="size-[15px] phone:size-5" />
        </Link>
      ) : null}
    </DescriptionRow>
  );
}

/** The addresses or numbers of a record. */
function EntriesOf({ name, field, record, edits, refusal }: FieldOfRecord & { refusal: unknown }) {
  const refuse = refusal as EntryRefusal<RecordOf<Fields>> | undefined;
  const values = record as RecordOf<Fields> & { name: string };
  return (
    <EntriesRow
      fieldName={name}
      field={field as FieldOf<"emails" | "phones">}
      value={(record[name] ?? null) as Entry[] | null}
      name={values.name}
      mayEdit={record.mayEdit && !field.computed}
      refusal={refuse && ((entry) => refuse(record, entry))}
      onSave={(entries) => edits.send(record, field.label, { [name]: entries } as PatchOf<Fields>)}
    />
  );
}

/** An address of a record, which can be copied from its others. */
function AddressOf({ name, field, record, edits, fields }: FieldOfRecord & { fields: Fields }) {
  const values = record as RecordOf<Fields> & { name: string };
  const others = Object.entries(fields).flatMap(([other, { kind, label }]) => {
    const value = other === name || kind !== "address" ? null : (record[other] as Address | null);
    return value ? [{ label, value }] : [];
  });
  return (
    <AddressRow
      fieldName={name}
      field={field as FieldOf<"address">}
      value={(record[name] ?? null) as Address | null}
      name={values.name}
      mayEdit={record.mayEdit && !field.computed}
      others={others}
      onSave={(address) => edits.send(record, field.label, { [name]: address } as PatchOf<Fields>)}
    />
  );
}
