"use client";

import { partsOf } from "@/components/fields/kinds";
import { RecordMark } from "@/components/ui/noun-icon";
import { PersonMark } from "@/components/ui/person";
import { valueIn } from "@/lib/fields/custom";
import type { Field, FieldKind, FieldOf } from "@/lib/fields/field";
import { nounOf } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import type { MemberReference, Reference } from "@/lib/zod";
import { headFields } from "./noun-head";
import { useFieldContext } from "./use-field-context";

export type NounCardRow = Readonly<Record<string, unknown>> & {
  id: string;
  name: string;
  version: number;
  mayEdit: boolean;
  owner?: MemberReference | null;
};

/** A card of a board: name and owner, then the fields of the record's head, records that it points to first. */
export function NounCard({ noun: { fields, head, boardBy }, row }: { noun: Noun; row: NounCardRow }) {
  const at = useFieldContext(head);
  const shown = headFields(fields).filter(([name]) => name !== boardBy && name !== "owner");
  const references = shown.filter(([, { kind }]) => kind === "reference");
  const facts = shown.flatMap(([name, field]) => {
    const value = valueIn(row, name) ?? null;
    if (value === null || field.kind === "reference") return [];
    const { show, brief = show } = partsOf(field);
    return [{ name, text: brief(value, field as FieldOf<FieldKind>, { ...at, inList: true }) }];
  });
  return (
    <>
      <div className="flex items-start gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{row.name}</span>
        <PersonMark person={row.owner ?? null} />
      </div>
      {references.map(([name, field]) => (
        <CardReference key={name} field={field} to={valueIn(row, name) as Reference | null} />
      ))}
      {facts.length > 0 ? (
        <div className="mt-0.5 flex min-w-0 items-center gap-2 text-muted text-sm">
          {facts.map(({ name, text }) => (
            <span key={name} className="truncate">
              {text}
            </span>
          ))}
        </div>
      ) : null}
    </>
  );
}

/** No link: the card itself is a button. */
function CardReference({ field, to }: { field: Field; to: Reference | null }) {
  const head = nounOf((field as FieldOf<"reference">).to);
  return (
    <div className="flex min-w-0 items-center gap-1.5 text-muted text-sm">
      {to ? (
        <>
          {head ? <RecordMark head={head} id={to.id} name={to.name} size={16} /> : null}
          <span className="truncate">{to.name}</span>
        </>
      ) : (
        <span className="text-faint">{`No ${field.label.toLowerCase()}`}</span>
      )}
    </div>
  );
}
