"use client";

import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { emptyTexts } from "@/components/data-table/empty-texts";
import type { FieldContext } from "@/components/fields/kind";
import { partsOf } from "@/components/fields/kinds";
import { useWorkspace } from "@/components/layout/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { NounSign } from "@/components/ui/noun-icon";
import type { Field, FieldKind, FieldOf, Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import type { Sort } from "@/lib/list";
import type { Condition } from "@/lib/list-filter";
import type { Noun } from "@/lib/nouns/define";
import type { Relation } from "@/lib/nouns/relations";
import { totalText } from "@/lib/total-text";
import type { Page } from "@/lib/zod";
import { useNounApi } from "@/trpc/noun-api";
import type { NounWith } from "@/trpc/noun-client";
import { RelatedFrame, RelatedRows } from "./noun-related-frame";
import { recordsRequest } from "./noun-requests";
import { useFieldContext } from "./use-field-context";

/** The condition of the records of a relation. */
export const relatedCondition = ({ field }: Pick<Relation, "field">, id: string): Condition => ({
  field,
  op: "anyOf",
  value: [id],
});

export type RelatedRequest = (of: Condition) => { conditions: Condition[]; sort: Sort };

interface Related<F extends Fields> {
  noun: NounWith<F>;
  /** The condition: records of an account. */
  of: Condition;
  /** The request for them, where they are not wanted by name. */
  request?: RelatedRequest | undefined;
}

interface RelatedRecordsProps<F extends Fields> extends Related<F> {
  /** Fields below the name of a row, and those at its right; those that are empty are left out. */
  below?: readonly (keyof F & string)[];
  right?: readonly (keyof F & string)[];
  /** The content of a row, in the place of its name and these fields. */
  row?(record: RecordOf<F>): ReactNode;
  /** Text of the empty state. */
  purpose: string;
  /** The empty state of a request that leaves some out. */
  none?: { title: string; text: string } | undefined;
}

const useRelated = ({ noun, of, request = recordsRequest }: Related<Fields>, keeps = false) =>
  useInfiniteQuery(
    useNounApi(noun as unknown as Noun).list.infiniteQueryOptions(request(of), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: (previous) => (keeps ? previous : undefined),
    }),
  );

/** The same records page by page, for a panel that shows them in its own way. */
export const useRelatedRecords = <F extends Fields>(related: Related<F>) =>
  useRelated(related as unknown as Related<Fields>) as unknown as UseInfiniteQueryResult<
    InfiniteData<Page<RecordOf<F>>>
  >;

/** The records of one noun that belong to another record, as a tab of its page. */
export function RelatedRecords<F extends Fields>(props: RelatedRecordsProps<F>) {
  const {
    noun,
    below = [],
    right = [],
    row,
    purpose,
    none,
    ...related
  } = props as unknown as RelatedRecordsProps<Fields>;
  const { head } = noun;
  const query = useRelated({ noun, ...related }, row !== undefined);
  const at = useFieldContext(head);
  const { visibility } = useWorkspace();
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const level = visibility[noun.entity as keyof typeof visibility] ?? "all";
  const { title, text } = none ?? emptyTexts(level, head.many, purpose);
  const empty = (
    <EmptyState line={false} title={title}>
      {text}
    </EmptyState>
  );
  return (
    <RelatedFrame head={head} queries={[query]} empty={empty}>
      <RelatedRows rows={rows} query={query}>
        {(record) => (row ? row(record) : <RecordRow {...{ noun, row: record, at, below, right }} />)}
      </RelatedRows>
    </RelatedFrame>
  );
}

interface RecordRowProps {
  noun: Pick<NounWith<Fields>, "head"> & { fields: Fields };
  row: RecordOf<Fields>;
  at: FieldContext;
  below: readonly string[];
  right: readonly string[];
}

function RecordRow({ noun, row, at, below, right }: RecordRowProps) {
  const { name } = row as RecordOf<Fields> & { name: string };
  const shown = (names: readonly string[]) =>
    names.flatMap((field): { field: string; text: ReactNode }[] => {
      const value = row[field] ?? null;
      if (value === null) return [];
      const { show, brief = show } = partsOf(noun.fields[field] as Field);
      return [{ field, text: brief(value, noun.fields[field] as FieldOf<FieldKind>, at) }];
    });
  return (
    <Link
      href={at.href(`/${noun.head.path}/${row.id}`)}
      className="flex min-h-11 items-center gap-3 px-edge py-1.5 hover:bg-surface-hover"
    >
      <NounSign head={noun.head} id={row.id} name={name} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate font-medium">{name}</span>
        <span className="flex min-w-0 gap-x-2 truncate text-muted text-sm">
          {shown(below).map(({ field, text }) => (
            <span key={field} className="truncate">
              {text}
            </span>
          ))}
        </span>
      </span>
      {shown(right).map(({ field, text }) => (
        <span key={field} className="w-48 truncate text-muted phone:hidden">
          {text}
        </span>
      ))}
    </Link>
  );
}

/** The number of these records, exact to 1,000. */
export function RelatedRecordCount<F extends Fields>(related: Related<F>) {
  const { locale } = useWorkspace();
  const total = useRelatedRecords(related).data?.pages[0]?.total;
  return total === undefined ? null : totalText(total, locale);
}
