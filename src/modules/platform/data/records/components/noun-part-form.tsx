"use client";

import { useMemo } from "react";
import { inCurrencyOf } from "@/components/fields/currency-of";
import { formFieldOf } from "@/components/fields/form-fields";
import type { FieldContext, Picks } from "@/components/fields/kind";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { type Field, type FieldKind, type FieldOf, inputName, isReference } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import {
  type AnyPart,
  type AnyWhole,
  inputOf,
  isAmount,
  keyOfPart,
  type PartList,
  partsIn,
  titleOf,
} from "@/lib/nouns/parts";
import { usePartWrites } from "@/trpc/part-writes";
import { firstValue } from "./noun-form";
import type { PartsOwn, PartsRecord } from "./noun-own";
import { useFieldContext } from "./use-field-context";

interface NounPartFormProps {
  noun: Pick<Noun, "entity" | "head">;
  record: PartsRecord;
  list: PartList;
  own: PartsOwn;
  whole: AnyWhole;
  title: string;
  onClose(): void;
}

/** Adds a part to a record. */
export function NounPartForm({ noun, record, list, own, whole, title, onClose }: NounPartFormProps) {
  const { add } = usePartWrites(noun, list);
  const usual = useFieldContext(noun.head);
  const { near, make } = own;
  const parts = partsIn(list, whole);
  const at = useMemo(
    () => ({
      ...inCurrencyOf(record, usual),
      picks: (entity: string) => picksFor(list, usual.picks(entity), { entity, near, make, parts }),
    }),
    [usual, record, list, near, make, parts],
  );
  const fields = Object.entries<Field>(list.fields);
  const first = fields.map(([name, field]) => [inputName(name, field), firstValue(field)]);
  const form = useZodForm(list.form as never, {
    defaultValues: {
      ...Object.fromEntries(first),
      ...(list.single === null ? {} : { [list.single]: parts.length === 0 }),
      ...own.first,
    },
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={title}
      form={form}
      submit={`Add ${list.shown.one}`}
      onSubmit={(values) => add(whole, givenOf(fields, values as Readonly<Record<string, unknown>>))}
    >
      {fields.map(([name, field]) => (
        <PartInput key={name} name={name} field={field} at={at} isFilled={list.filled.includes(name)} />
      ))}
    </FormDialog>
  );
}

interface PartInputProps {
  name: string;
  field: Field;
  at: FieldContext;
  /** Its value follows by the rule where nobody gives one. */
  isFilled: boolean;
}

function PartInput({ name, field, at, isFilled }: PartInputProps) {
  const FormField = formFieldOf(field);
  const shown = { ...field, required: field.required && !isFilled } as FieldOf<FieldKind>;
  return <FormField name={inputName(name, field)} field={shown} at={at} hint={field.help} />;
}

/** The values of the form as inputs take them; an amount that is left empty is not given. */
const givenOf = (fields: readonly [string, Field][], values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    fields.map(([name, field]) => {
      const input = inputName(name, field);
      return [input, isAmount(field) ? (inputOf(field, values[input]) ?? undefined) : values[input]];
    }),
  );

interface Offered {
  entity: string;
  near: PartsOwn["near"] | undefined;
  make: PartsOwn["make"];
  parts: readonly AnyPart[];
}

/** Finds records that the list does not have yet, those first that the noun offers first, and makes new ones. */
function picksFor(list: PartList, picks: Picks, { entity, near, make, parts }: Offered): Picks {
  const [, title] = titleOf(list);
  if (!isReference(title) || (title as { to?: string }).to !== entity) return picks;
  const taken = new Set(list.unique === null ? [] : parts.map((part) => keyOfPart(list, part)));
  return {
    ...picks,
    make,
    async search(text) {
      const found = (await Promise.all([near?.(text) ?? [], picks.search(text)])).flat();
      const once = new Map(found.map((one) => [one.value, one]));
      return [...once.values()].filter(({ value }) => !taken.has(value));
    },
  };
}
