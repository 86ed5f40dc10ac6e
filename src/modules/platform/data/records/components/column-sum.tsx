"use client";

import { useQuery } from "@tanstack/react-query";
import { partsOf } from "@/components/fields/kinds";
import type { Field, FieldKind, FieldOf } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import { useNounApi } from "@/trpc/noun-api";
import { useFieldContext } from "./use-field-context";

export interface ColumnSumProps {
  noun: Noun;
  /** The field that is added up, and the column by its value. */
  of: string;
  field: string;
  value: string | null;
  /** The request of the board. */
  request: object;
}

/** The sum of a field over all records of a column. */
export function ColumnSum({ noun, of, field, value, request }: ColumnSumProps) {
  const at = useFieldContext(noun.head);
  const summed = noun.fields[of] as Field;
  const { data } = useQuery(
    useNounApi(noun).totals.queryOptions({
      ...request,
      within: { field, value },
      totals: [{ field: of, of: "sum" }],
    } as never),
  );
  const total = (data as { totals: readonly { value: unknown }[] } | undefined)?.totals[0]?.value;
  if (total === undefined || total === null) return data ? <span className="text-faint">–</span> : null;
  return (
    <>
      <span className="sr-only">{`${summed.label}: `}</span>
      {partsOf(summed).show(total, summed as FieldOf<FieldKind>, at)}
    </>
  );
}
