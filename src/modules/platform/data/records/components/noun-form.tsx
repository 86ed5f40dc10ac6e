"use client";

import { type ComponentType, Fragment, type ReactNode } from "react";
import { formFieldOf } from "@/components/fields/form-fields";
import { useNoun } from "@/components/fields/use-noun";
import { OptionalMark } from "@/components/form/field";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { nestCustom, valueIn } from "@/lib/fields/custom";
import { derivedIn } from "@/lib/fields/derived";
import { type Field, type FieldKind, type FieldOf, type Fields, inputName, isInForm } from "@/lib/fields/field";
import type { CreateOf, InputOf, PatchOf, RecordOf } from "@/lib/fields/record";
import { hasStates } from "@/lib/fields/states";
import type { NounEntity } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { inversePatch } from "@/lib/nouns/patch";
import type { CreateOptions } from "@/lib/nouns/similar";
import { andList, capital } from "@/lib/text";
import { type NounWith, useCreateOf, useEditsOf } from "@/trpc/noun-client";
import type { FieldNoteProps, NounOwn } from "./noun-own";
import { DuplicateNote, SimilarHints, SimilarRecords, useDuplicateQuestion, useShownSimilar } from "./noun-similar";
import { useFieldContext } from "./use-field-context";

interface NounFormProps<F extends Fields> {
  noun: NounWith<F>;
  open: boolean;
  onOpenChange: (open: boolean) => unknown;
  onCreated?: (record: RecordOf<F>) => void;
  /** The record that it changes; without one it creates a new one. */
  record?: RecordOf<F> | undefined;
  own?: NounOwn<F> | undefined;
  /** Values that the place of the form gives, under the names of inputs: the form does not ask for them. */
  given?: PatchOf<Fields>;
  /** Values that the form begins with; they may come while somebody types. */
  preset?: PatchOf<Fields> | undefined;
  /** Parts in the place of single fields, under the names of inputs. */
  parts?: FormFieldsProps<F>["parts"];
  /** Below the title: what the place of the form means for the record. */
  description?: string;
  /** Below the fields. */
  below?: ReactNode;
}

const nothing: PatchOf<Fields> = {};

/** Creates a record in a dialog and passes it on, or changes one. */
export function NounForm<F extends Fields>(props: NounFormProps<F>) {
  const {
    noun: declared,
    open,
    onOpenChange,
    onCreated,
    record,
    own,
    given = nothing,
    preset,
    parts,
    description,
    below,
  } = props;
  const noun = useNoun(declared);
  const { head } = noun;
  const edits = useEditsOf(noun);
  const create = useCreateOf(noun) as unknown as (values: CreateOf<Fields> & CreateOptions) => Promise<RecordOf<F>>;
  const similar = useShownSimilar();
  const question = useDuplicateQuestion<F>(noun as unknown as Noun);
  const first = useFirstValues(noun as unknown as NounWith<Fields>);
  const current = record && currentValues(noun, record);
  const defaultValues = { ...first, ...(current && nestCustom(current)), ...given };
  // Records that it refers to are changed on its page.
  const elsewhere = record
    ? formFieldsOf(noun).flatMap(([name, field]) => (isPlain(field, current?.[name]) ? [] : name))
    : [];
  const form = useZodForm((noun as unknown as Noun).create, {
    defaultValues,
    ...(preset ? { values: { ...defaultValues, ...preset }, resetOptions: { keepDirtyValues: true } } : {}),
  });
  async function save(values: CreateOf<Fields>): Promise<RecordOf<F>> {
    // The form was filled when it opened first; since then its place may have become that of another record.
    if (!record) {
      const whole = { ...values, ...(given as object) };
      return await question.save(whole, (also) => create({ ...whole, ...similar.read(), ...also }));
    }
    const edited = formFieldsOf(noun).flatMap(([name]) => {
      const value = valueIn(values, name);
      return elsewhere.includes(name) || isSame(value, current?.[name]) ? [] : [[name, value] as const];
    });
    if (edited.length === 0) return record;
    const patch = nestCustom(Object.fromEntries(edited)) as PatchOf<F>;
    await edits.send(record, capital(head.one), patch, `${String(valueIn(values, "name"))} was saved`);
    return record;
  }
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={record ? `Change ${(record as unknown as { name: string }).name}` : `New ${head.one}`}
      description={description}
      form={form}
      submit={record ? "Save changes" : `Create ${head.one}`}
      onSubmit={save}
      onDone={onCreated}
    >
      {question.duplicate ? <DuplicateNote entity={noun.entity as NounEntity} id={question.duplicate} /> : null}
      <SimilarHints value={similar.hints}>
        <FormFields
          noun={noun}
          own={own}
          parts={parts}
          leaveOut={[...Object.keys(given), ...elsewhere]}
          held={(name) => form.watch(name as never)}
        />
      </SimilarHints>
      {below}
    </FormDialog>
  );
}

/** The fields that a form for a new record asks for, under the names of inputs. */
const formFieldsOf = <F extends Fields>({ order, fields }: NounWith<F>) =>
  order.flatMap((name): [string, Field][] => {
    const field = fields[name];
    return !field || field.computed || hasStates(field) || !isInForm(field) ? [] : [[inputName(name, field), field]];
  });

/** The values of a record under the names of inputs; undefined where the member may not see them. */
function currentValues<F extends Fields>(noun: NounWith<F>, record: RecordOf<F>): Record<string, unknown> {
  const values = formFieldsOf(noun).map(([name]) => {
    const inverse = inversePatch(noun.fields, record, nestCustom({ [name]: null }) as PatchOf<F>);
    return [name, inverse === null ? undefined : valueIn(inverse, name)];
  });
  return Object.fromEntries(values);
}

const isPlain = ({ kind }: Field, value: unknown) =>
  value !== undefined && !["reference", "member", "members", "links"].includes(kind);
const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** The initial values of the form for a new record. */
export function useFirstValues<F extends Fields>(noun: NounWith<F>): PatchOf<F> {
  const { member } = useWorkspace();
  const values = formFieldsOf(useNoun(noun)).map(([name, field]) => [
    name,
    noun.head.owned && name === "ownerId" ? member.id : firstValue(field),
  ]);
  return nestCustom(Object.fromEntries(values)) as PatchOf<F>;
}

interface FormFieldsProps<F extends Fields> {
  noun: NounWith<F>;
  own?: NounOwn<F> | undefined;
  /** Parts in the place of single fields, under the names of inputs. */
  parts?: { readonly [K in keyof InputOf<F>]?: ReactNode } | undefined;
  /** Fields that are given already. */
  leaveOut?: readonly string[];
  /** The form's current value under a name, for notes and the warning of similar records. */
  held?(name: string): unknown;
}

/** The fields of a form for a new record. */
export function FormFields<F extends Fields>({ noun, own, parts, leaveOut = [], held }: FormFieldsProps<F>) {
  const at = useFieldContext(noun.head);
  const asked = formFieldsOf(useNoun(noun)).filter(([name]) => !leaveOut.includes(name));
  const notes = own?.notes as Readonly<Record<string, ComponentType<FieldNoteProps<unknown>>>> | undefined;
  const replaced = parts as Readonly<Record<string, ReactNode>> | undefined;
  const choices = derivedIn(noun.fields).flatMap(([, { of, missing }]) =>
    missing ? [asked.filter(([name]) => of.includes(name))] : [],
  );
  return asked.map(([name, field]) => {
    const FormField = formFieldOf(field);
    const { label, longLabel = label } = field;
    const Note = notes?.[name];
    const hint = Note ? <Note value={held?.(name) ?? null} id={undefined} /> : field.help;
    const required = field.required || field.requiredForNew === true;
    const usual = <FormField {...{ name, at, hint }} field={{ ...known(field), label: longLabel, required }} />;
    const choice = choices.find((names) => names.some(([one]) => one === name));
    const control = replaced?.[name] ?? usual;
    return (
      <Fragment key={name}>
        {choice && name === choice[0]?.[0] ? <p className="text-muted">{oneNeeded(choice)}</p> : null}
        {choice ? <OptionalMark value={`one of ${choice.length}`}>{control}</OptionalMark> : control}
        {held && own?.similar?.after === name ? (
          <SimilarRecords entity={noun.entity as NounEntity} texts={own.similar.texts(held)} />
        ) : null}
      </Fragment>
    );
  });
}

/** A text that follows from several fields is there once one of them is: none is required by itself. */
const oneNeeded = (choice: readonly [name: string, field: Field][]) =>
  `At least one of ${andList(choice.map(([, { label }]) => label.toLowerCase()))} is needed.`;

const known = (field: Field) => field as FieldOf<FieldKind>;

const typedKinds: readonly FieldKind[] = ["text", "longText", "richText", "url", "domain", "email"];

/** The initial values of a form: the field's own initial value, an empty text where one is needed, else nothing. */
export function firstValue({ initial, required, requiredForNew, kind }: Field): unknown {
  if (initial !== null) return initial;
  // Parts that nobody types are not given; within null each of them would be null.
  if (kind === "address") return {};
  return (required || requiredForNew) && typedKinds.includes(kind) ? "" : null;
}
