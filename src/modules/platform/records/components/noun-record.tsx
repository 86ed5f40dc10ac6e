"use client";

import type { ReactNode } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { RecordLayout, RecordPage } from "@/components/layout/record-layout";
import { RecordFailed, RecordSkeleton } from "@/components/layout/record-states";
import { type RecordTab, RecordTabs } from "@/components/layout/record-tabs";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { nouns } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { RecordTimeline } from "@/modules/platform/events/components/record-timeline";
import { nounApi } from "@/trpc/noun-api";
import type { NounWith } from "@/trpc/noun-client";
import { NounDetails } from "./noun-details";
import { NounHead, NounVerbs } from "./noun-head";

interface NounRecordProps<F extends Fields> {
  noun: NounWith<F>;
  id: string;
  /** Before the timeline: what other nouns know of it. */
  tabs?(record: RecordOf<F>): readonly RecordTab[];
}

/** The page of one record, with its loading and error states. */
export function NounRecord<F extends Fields>({ noun, id, tabs }: NounRecordProps<F>) {
  const { href } = useWorkspace();
  const { many, one, path } = noun.head;
  const query = nounApi(noun as unknown as Noun).get.useQuery({ id });
  const list = { label: many.charAt(0).toUpperCase() + many.slice(1), href: href(`/${path}`) };
  const record = query.data as unknown as RecordOf<F> | undefined;
  if (record) return <Loaded noun={noun} record={record} list={list} tabs={tabs?.(record) ?? []} />;
  if (query.isPending) return <RecordSkeleton list={list} noun={one} />;
  return (
    <RecordFailed
      list={list}
      noun={one}
      error={query.error}
      busy={query.isFetching}
      onRetry={() => void query.refetch()}
    />
  );
}

const paths = Object.fromEntries(Object.entries(nouns).map(([entity, { path }]) => [entity, path]));

/** What happened to the record, newest first. */
function RecordHistory({ noun, id, name }: { noun: Pick<Noun, "entity">; id: string; name: string }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto phone:overflow-visible">
      <RecordTimeline entity={noun.entity} id={id} name={name} paths={paths} />
    </div>
  );
}

interface LoadedProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  list: { label: string; href: string };
  tabs: readonly RecordTab[];
}

function Loaded<F extends Fields>({ noun, record, list, tabs }: LoadedProps<F>): ReactNode {
  const details = <NounDetails noun={noun} record={record} />;
  const verbs = <NounVerbs noun={noun} record={record} />;
  const { name } = record as unknown as { name: string };
  return (
    <>
      <PageHeader breadcrumb={[list, { label: name }]} phoneActions={verbs}>
        {verbs}
      </PageHeader>
      <RecordPage>
        <NounHead noun={noun} record={record} />
        <div className="flex min-h-0 flex-1 flex-col hairline-t phone:block">
          <RecordLayout details={details}>
            <RecordTabs
              label={name}
              tabs={[
                ...tabs,
                { id: "timeline", label: "Timeline", panel: <RecordHistory noun={noun} id={record.id} name={name} /> },
                { id: "details", label: "Details", only: "phone", panel: <div className="pb-6">{details}</div> },
              ]}
            />
          </RecordLayout>
        </div>
      </RecordPage>
    </>
  );
}
