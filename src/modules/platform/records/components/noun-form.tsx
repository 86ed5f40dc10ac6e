"use client";

import type { ComponentType } from "react";
import { partsOf } from "@/components/fields/kinds";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type Field, type FieldKind, type FieldOf, type Fields, inputName } from "@/lib/fields/field";
import type { CreateOf, RecordOf } from "@/lib/fields/record";
import type { Noun } from "@/lib/nouns/define";
import { type NounWith, useCreateOf } from "@/trpc/noun-client";
import type { FieldNoteProps, NounOwn } from "./noun-own";
import { useFieldContext } from "./use-field-context";

interface NounFormProps<F extends Fields> {
  noun: NounWith<F>;
  open: boolean;
  onOpenChange: (open: boolean) => unknown;
  onCreated: (record: RecordOf<F>) => void;
  own?: NounOwn<F> | undefined;
}

/** Creates a record in a dialog; the new record is handed on. */
export function NounForm<F extends Fields>({ noun, open, onOpenChange, onCreated, own }: NounFormProps<F>) {
  const { head } = noun;
  const at = useFieldContext(head);
  const notes = own?.notes as Readonly<Record<string, ComponentType<FieldNoteProps<unknown>>>> | undefined;
  const { member } = useWorkspace();
  const create = useCreateOf(noun) as unknown as (values: CreateOf<Fields>) => Promise<RecordOf<F>>;
  const asked = noun.order.flatMap((name): [string, Field][] => {
    const field = noun.fields[name];
    return !field || field.computed || field.inForm === false ? [] : [[inputName(name, field), field]];
  });
  const form = useZodForm((noun as unknown as Noun).create, {
    defaultValues: Object.fromEntries(
      asked.map(([name, field]) => [name, head.owned && name === "ownerId" ? member.id : firstValue(field)]),
    ),
  });
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`New ${head.one}`}
      form={form}
      submit={`Create ${head.one}`}
      onSubmit={create}
      onDone={onCreated}
    >
      {asked.map(([name, field]) => {
        const { FormField } = partsOf(field);
        const { label, longLabel = label } = field;
        const Note = notes?.[name];
        const hint = Note ? <Note value={form.watch(name as never) ?? null} id={undefined} /> : undefined;
        return <FormField key={name} {...{ name, at, hint }} field={{ ...known(field), label: longLabel }} />;
      })}
    </FormDialog>
  );
}

const known = (field: Field) => field as FieldOf<FieldKind>;

/** What a form begins with: the field's own initial value, an empty text where one is needed, else nothing. */
function firstValue({ initial, required, kind }: Field): unknown {
  if (initial !== null) return initial;
  // Parts that nobody types are not given; within null each of them would be null.
  if (kind === "address") return {};
  const typed = kind === "text" || kind === "longText" || kind === "url" || kind === "domain" || kind === "email";
  return required && typed ? "" : null;
}
