"use client";

import type { ReactNode } from "react";
import { partsOf } from "@/components/fields/kinds";
import { DueDay } from "@/components/ui/due-day";
import { RecordMark } from "@/components/ui/noun-icon";
import { PersonMark } from "@/components/ui/person";
import { cn } from "@/lib/cn";
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

interface NounCardProps {
  noun: Noun;
  row: NounCardRow;
  /** Beside its name. */
  sign?: ReactNode;
  more?: ReactNode;
}

/** A card of a board: name and owner, then its fields or those of the head, records that it points to first; then `more`. */
export function NounCard({ noun, row, sign, more }: NounCardProps) {
  const { head, onCards } = noun;
  const at = useFieldContext(head);
  const shown = cardFields(noun);
  const references = shown.filter(
    ([name, { kind }]) => kind === "reference" && (onCards === null || valueIn(row, name)),
  );
  const facts = shown.flatMap(([name, field]) => {
    const value = valueIn(row, name) ?? null;
    if (value === null || field.kind === "reference") return [];
    const { show, brief = show } = partsOf(field);
    const text = brief(value, field as FieldOf<FieldKind>, { ...at, inList: true });
    return [{ name, text: dueUntil(field, row) ? <DueDay day={String(value)} /> : text, isMono: "mono" in field }];
  });
  return (
    <>
      <div className="flex items-start gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{row.name}</span>
        {sign}
        <PersonMark person={row.owner ?? null} />
      </div>
      {references.map(([name, field]) => (
        <CardReference key={name} field={field} to={valueIn(row, name) as Reference | null} />
      ))}
      {facts.length > 0 || more ? (
        <div className="mt-0.5 flex min-w-0 items-center gap-2 text-muted text-sm">
          {facts.map(({ name, text, isMono }) => (
            <span key={name} className={cn("truncate", isMono && "font-mono")}>
              {text}
            </span>
          ))}
          {more}
        </div>
      ) : null}
    </>
  );
}

/** The fields on a card besides name, owner and the one of its column. */
function cardFields({ fields, boardBy, onCards }: Noun): [name: string, field: Field][] {
  if (onCards === null) return headFields(fields).filter(([name]) => name !== boardBy && name !== "owner");
  return onCards.flatMap((name): [string, Field][] => (fields[name] ? [[name, fields[name]]] : []));
}

/** Whether a day still is one by which something has to be done. */
function dueUntil(field: Field, row: NounCardRow): boolean {
  const { doneAt } = field as FieldOf<"date">;
  return field.kind === "date" && doneAt !== undefined && (valueIn(row, doneAt) ?? null) === null;
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
