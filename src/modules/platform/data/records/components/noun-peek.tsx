"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { PeekRecord } from "@/components/layout/peek-record";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { homePathOf } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { capital } from "@/lib/text";
import { useNounApi } from "@/trpc/noun-api";
import type { NounWith } from "@/trpc/noun-client";
import { RecordDetails } from "./noun-details";
import { NounMenu, RecordTop } from "./noun-head";
import type { NounOwn } from "./noun-own";

interface NounPeekProps<F extends Fields> {
  noun: NounWith<F>;
  id: string;
  known: RecordOf<F> | undefined;
  own?: NounOwn<F> | undefined;
  /** In the place of the common head. */
  head?(record: RecordOf<F>): ReactNode;
}

/** One record beside its list. */
export function NounPeek<F extends Fields>({ noun, id, known, own, head }: NounPeekProps<F>) {
  const { href } = useWorkspace();
  const query = useQuery(
    useNounApi(noun as unknown as Noun).get.queryOptions({ id }, { placeholderData: () => known as never }),
  );
  const { many, one } = noun.head;
  const list = { label: capital(many), href: href(homePathOf(noun.head)) };
  return (
    <PeekRecord query={query as unknown as LoadedQuery<RecordOf<F>>} list={list} noun={one}>
      {(record) => (
        <>
          {head?.(record) ?? (
            <RecordTop {...{ noun, own, record }} heading="h2" actions={<NounMenu noun={noun} record={record} />} />
          )}
          <RecordDetails noun={noun} record={record} own={own} />
        </>
      )}
    </PeekRecord>
  );
}

interface LoadedQuery<T> {
  data: T | undefined;
  isPending: boolean;
  isFetching: boolean;
  error: unknown;
  refetch(): unknown;
}
