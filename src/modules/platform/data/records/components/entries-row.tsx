"use client";

import { Mail, MailX, Pencil, Phone, PhoneOff } from "lucide-react";
import { useState } from "react";
import { entryLook, entryText, entryType } from "@/components/fields/entries";
import { Badge } from "@/components/ui/badge";
import { DescriptionRow } from "@/components/ui/description-list";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/lib/cn";
import type { Entry } from "@/lib/fields/entries";
import type { EntriesDialogProps } from "./entries-dialog";
import { LazyEntriesDialog } from "./lazy-dialogs";

interface EntriesRowProps extends Omit<EntriesDialogProps, "onClose"> {
  /** The key of the field, for its history. */
  fieldName: string;
  mayEdit: boolean;
  /** The reason why an entry must not be used; its value is then no link. */
  refusal?: ((entry: Entry) => string | null) | undefined;
}

/** The addresses or numbers of a record, each with its type; a button asks for all of them, saved as one change. */
export function EntriesRow(props: EntriesRowProps) {
  const { field, fieldName, value, mayEdit } = props;
  const [editing, setEditing] = useState(false);
  const label = field.shortLabel ?? field.label;
  const entries = value ?? [];
  const edit = () => setEditing(true);
  const dialog = editing ? <LazyEntriesDialog {...props} onClose={() => setEditing(false)} /> : null;
  if (entries.length === 0)
    return (
      <DescriptionRow label={label} field={fieldName}>
        <Nothing mayEdit={mayEdit} label={label} onEdit={edit} />
        {dialog}
      </DescriptionRow>
    );
  return (
    <div data-field={fieldName} className="relative shrink-0 px-edge">
      <dt className="sr-only">{label}</dt>
      <dd>
        <ul>
          {entries.map((entry, place) => (
            <EntryLine key={entry.value} {...props} entry={entry} isPrimary={place === 0 && entries.length > 1} />
          ))}
        </ul>
        {mayEdit ? (
          <IconButton
            size="sm"
            label={`Edit ${label}`}
            icon={<Pencil aria-hidden />}
            onClick={edit}
            className="absolute top-2 right-edge phone:top-0.5"
          />
        ) : null}
        {dialog}
      </dd>
    </div>
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

const signs = { emails: Mail, phones: Phone };
const refusedSigns = { emails: MailX, phones: PhoneOff };

function EntryLine({ field, entry, refusal, isPrimary }: EntriesRowProps & { entry: Entry; isPrimary: boolean }) {
  const refused = refusal?.(entry) ?? null;
  const href = refused === null ? entryLook(field).href(entry) : null;
  // A long address breaks behind its sign first.
  const text = entryText(entry)
    .split(/(?<=@)/)
    .flatMap((part, place) => (place === 0 ? [part] : [<wbr key={part} />, part]));
  const unclear = href === null && refused === null;
  const Sign = refused === null ? signs[field.kind] : refusedSigns[field.kind];
  return (
    <li className="flex min-h-10 items-center gap-2.5 py-1 pr-7 phone:min-h-13 phone:pr-11">
      <Sign aria-hidden className={cn("size-4 shrink-0", refused === null ? "text-faint" : "text-danger")} />
      <span className="min-w-0">
        <span className="flex min-w-0 flex-wrap items-center gap-x-1.5 leading-[18px]">
          {href ? (
            <a href={href} className="wrap-anywhere min-w-0 text-accent-text hover:underline">
              {text}
            </a>
          ) : (
            <span className="wrap-anywhere min-w-0">{text}</span>
          )}
          {isPrimary ? <Badge>Primary</Badge> : null}
        </span>
        <span className="flex flex-wrap gap-x-2 text-faint text-sm leading-4">
          {entryType(field.kind, entry)}
          {refused ? <span className="text-danger">{refused}</span> : null}
          {unclear ? <span className="text-warning">Not a valid number</span> : null}
        </span>
      </span>
    </li>
  );
}
