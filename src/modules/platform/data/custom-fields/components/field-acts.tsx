"use client";

import { useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { readServerError } from "@/components/form/server-error";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { counted } from "@/lib/counted";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import { andList } from "@/lib/text";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { type CustomFieldRow, useCustomFieldActs } from "../client";
import type { OptionListRow } from "../option-lists/client";
import { OptionsDialog } from "../option-lists/components/options-dialog";
import { undeleteDays } from "../rules";
import { ConvertDialog } from "./convert-dialog";
import { FieldDialog } from "./field-dialog";
import { SectionDialog } from "./section-dialog";

/** An act of an admin on the fields of an object. */
export type FieldAct =
  | { kind: "new"; section: string | null }
  | { kind: "section"; section: string | null }
  | { kind: "options"; list: OptionListRow }
  | { kind: "edit" | "convert" | "delete"; field: CustomFieldRow };

interface FieldActsProps {
  entity: NounEntity;
  /** All custom fields of the object. */
  fields: readonly CustomFieldRow[];
  act: FieldAct | null;
  onDone: () => void;
}

/** The dialogs of the page, one at a time. */
export function FieldActs({ entity, fields, act, onDone }: FieldActsProps) {
  if (!act) return null;
  const onOpenChange = (open: boolean) => {
    if (!open) onDone();
  };
  const sections = [...new Set(fields.flatMap(({ section }) => section ?? []))];
  if (act.kind === "new") return <FieldDialog {...{ entity, sections, onOpenChange }} section={act.section} />;
  if (act.kind === "section") return <SectionDialog {...{ entity, fields, onOpenChange }} section={act.section} />;
  if (act.kind === "options") return <OptionsDialog list={act.list} onOpenChange={onOpenChange} />;
  const { field } = act;
  // The latest state: somebody may have changed it since its menu was opened.
  const now = fields.find(({ id }) => id === field.id) ?? field;
  if (act.kind === "edit")
    return <FieldDialog key={field.id} {...{ entity, sections, onOpenChange, field }} section={field.section} />;
  if (act.kind === "convert") return <ConvertDialog field={now} onOpenChange={onOpenChange} />;
  return <DeleteDialog field={now} onOpenChange={onOpenChange} />;
}

interface DialogProps {
  field: CustomFieldRow;
  onOpenChange: (open: boolean) => void;
}

function DeleteDialog({ field, onOpenChange }: DialogProps) {
  const { locale } = useListLocale();
  const api = useApi();
  const { remove } = useCustomFieldActs();
  const query = useQuery(api.customFields.usage.queryOptions({ id: field.id }));
  const { many } = nouns[field.entity];
  return (
    <ConfirmDialog
      open
      onOpenChange={onOpenChange}
      title={`Delete the field ${field.label}?`}
      description={
        <>
          {query.data ? usageText(query.data, field, locale) : null}
          {query.error && !query.data
            ? `The records with a value could not be counted: ${readServerError(query.error).message}`
            : null}
          {query.data || query.error ? null : `Counting the ${many} that have a value…`}{" "}
          {`It disappears from forms, lists and the API. You can restore it with its values for ${undeleteDays} days.`}
        </>
      }
      action="Delete field"
      disabled={query.isPending}
      onConfirm={() => remove(field)}
    />
  );
}

const shownImports = 3;

function usageText(
  { records, imports }: RouterOutputs["customFields"]["usage"],
  { entity }: CustomFieldRow,
  locale: string,
): string {
  const { one, many } = nouns[entity];
  const values =
    records === 0
      ? `No ${one} has a value.`
      : `${counted(records, { one: `${one} has`, many: `${many} have` }, locale)} a value.`;
  if (imports.length === 0) return values;
  const named = imports.slice(0, shownImports).map(({ name }) => name);
  const others = imports.length - named.length;
  return `${values} ${andList(others > 0 ? [...named, `${others} more`] : named)} fill it by import.`;
}
