"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { EntriesFormField, entryLook, entryText, entryType } from "@/components/fields/entries";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { Badge } from "@/components/ui/badge";
import { DescriptionRow } from "@/components/ui/description-list";
import { IconButton } from "@/components/ui/icon-button";
import { type Entry, givenEmails, givenPhones } from "@/lib/fields/entries";
import type { FieldOf } from "@/lib/fields/field";

interface EntriesRowProps {
  field: FieldOf<"emails" | "phones">;
  value: readonly Entry[] | null;
  /** Of the record. */
  name: string;
  mayEdit: boolean;
  /** The reason why an entry must not be used; its value is then no link. */
  refusal?: ((entry: Entry) => string | null) | undefined;
  onSave(entries: readonly Entry[] | null): Promise<void>;
}

/** The addresses or numbers of a record, each with its type; a button asks for all of them, saved as one change. */
export function EntriesRow(props: EntriesRowProps) {
  const { field, value, mayEdit } = props;
  const [editing, setEditing] = useState(false);
  const label = field.shortLabel ?? field.label;
  const entries = value ?? [];
  const edit = () => setEditing(true);
  return (
    <DescriptionRow label={label} stacked={entries.length > 0}>
      {entries.length > 0 ? (
        <ul className="-mt-1 min-w-0 flex-1 pb-1">
          {entries.map((entry, place) => (
            <EntryLine key={entry.value} {...props} entry={entry} isPrimary={place === 0 && entries.length > 1} />
          ))}
        </ul>
      ) : (
        <Nothing mayEdit={mayEdit} label={label} onEdit={edit} />
      )}
      {mayEdit && entries.length > 0 ? (
        <IconButton
          size="sm"
          label={`Edit ${label}`}
          icon={<Pencil aria-hidden />}
          onClick={edit}
          className="absolute top-[-27px] right-0 phone:top-[-44px]"
        />
      ) : null}
      {editing ? <EntriesDialog {...props} onClose={() => setEditing(false)} /> : null}
    </DescriptionRow>
  );
}

function Nothing({ mayEdit, label, onEdit }: { mayEdit: boolean; label: string; onEdit: () => void }) {
  if (!mayEdit) return <span className="py-[5px]">–</span>;
  return (
    <button
      type="button"
      data-inline-edit=""
      onClick={onEdit}
      className="-mr-2 -ml-[9px] flex min-h-7 min-w-0 flex-1 items-center self-stretch rounded-sm pr-2 pl-[9px] text-left text-faint transition-colors duration-instant hover:bg-surface-hover"
    >
      {`Add ${label.toLowerCase()}`}
    </button>
  );
}

function EntryLine({ field, entry, refusal, isPrimary }: EntriesRowProps & { entry: Entry; isPrimary: boolean }) {
  const refused = refusal?.(entry) ?? null;
  const href = refused === null ? entryLook(field).href(entry) : null;
  const text = entryText(entry);
  const unclear = href === null && refused === null;
  return (
    <li className="py-1">
      <span className="flex min-w-0 items-center gap-2">
        {href ? (
          <a href={href} className="wrap-anywhere min-w-0 text-accent-text hover:underline">
            {text}
          </a>
        ) : (
          <span className="wrap-anywhere min-w-0">{text}</span>
        )}
        {isPrimary ? <Badge>Primary</Badge> : null}
      </span>
      <span className="flex flex-wrap gap-x-2 text-muted text-sm">
        {entryType(field.kind, entry)}
        {refused ? <span className="text-danger">{refused}</span> : null}
        {unclear ? <span className="text-warning">Not a valid number</span> : null}
      </span>
    </li>
  );
}

const emailsSchema = z.object({ entries: givenEmails });
const phonesSchema = z.object({ entries: givenPhones });

function EntriesDialog({ field, value, name, onSave, onClose }: EntriesRowProps & { onClose: () => void }) {
  const schema = (field.kind === "emails" ? emailsSchema : phonesSchema) as unknown as typeof emailsSchema;
  const entries = (value ?? []).map((entry) => ({ value: entry.value, type: entry.type })) as z.input<
    typeof givenEmails
  >;
  const form = useZodForm(schema, { defaultValues: { entries } });
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`${field.label} of ${name}`}
      form={form}
      submit="Save"
      onSubmit={({ entries: next }) => onSave(next.length > 0 ? (next as Entry[]) : null)}
    >
      <EntriesFormField name="entries" field={field} />
    </FormDialog>
  );
}
