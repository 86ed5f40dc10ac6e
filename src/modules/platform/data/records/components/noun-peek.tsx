"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { PeekRecord } from "@/components/layout/peek-record";
import { useWorkspace } from "@/components/layout/workspace-context";
import { SectionHead } from "@/components/ui/description-list";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { homePathOf } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import type { PartList } from "@/lib/nouns/parts";
import { capital } from "@/lib/text";
import { useNounApi } from "@/trpc/noun-api";
import type { NounWith } from "@/trpc/noun-client";
import { LockedLine } from "./locked-line";
import { RecordDetails } from "./noun-details";
import { RecordTop } from "./noun-head";
import { NounMenu } from "./noun-menu";
import type { NounOwn } from "./noun-own";

// Most nouns have no list with boxes.
const NounParts = dynamic(() => import("./noun-parts").then((module) => module.NounParts));

interface PeekPartsProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  list: PartList;
}

/** A list of things to tick off, which people do beside the list too. */
function PeekParts<F extends Fields>({ noun, record, list }: PeekPartsProps<F>) {
  const { name } = record as unknown as { name: string };
  return (
    <div className="mt-3">
      <SectionHead title={capital(list.shown.many)} line />
      <NounParts noun={noun} record={{ ...record, name }} list={list} />
    </div>
  );
}

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
          <LockedLine noun={noun} record={record} />
          <RecordDetails noun={noun} record={record} own={own} />
          {noun.parts.map((list) =>
            list.ticked === null ? null : <PeekParts key={list.many} noun={noun} record={record} list={list} />,
          )}
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
