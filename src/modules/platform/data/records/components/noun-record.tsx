"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { RecordLayout, RecordPage } from "@/components/layout/record-layout";
import { RecordFailed, RecordSkeleton } from "@/components/layout/record-states";
import { type RecordTab, RecordTabs, SkipToRecordTabs } from "@/components/layout/record-tabs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { lazyPart } from "@/components/ui/lazy-part";
import { cn } from "@/lib/cn";
import type { Fields } from "@/lib/fields/field";
import { progressionsIn } from "@/lib/fields/progression";
import type { RecordOf } from "@/lib/fields/record";
import { homePathOf, nouns } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { parentField } from "@/lib/nouns/family";
import { capital } from "@/lib/text";
import { RecordTimeline } from "@/modules/platform/history/events/components/record-timeline";
import { useNounApi } from "@/trpc/noun-api";
import type { NounWith } from "@/trpc/noun-client";
import type { CommentsPanelProps } from "../../comments/components/comments-panel";
import type { RecordDropProps } from "../../files/components/record-drop";
import { LockedLine } from "./locked-line";
import { RecordDetails } from "./noun-details";
import { NounFamily } from "./noun-family";
import { RecordTop } from "./noun-head";
import { NounMenu } from "./noun-menu";
import type { NounOwn } from "./noun-own";
import { NounPlace } from "./noun-place";

/** The parts that a page replaces or adds around the fields of a record; all are optional. */
export interface RecordParts {
  head?: ReactNode;
  /** The next step: first at the right, on narrow pages above the tabs. */
  nextStep?: ReactNode;
  /** Between the head and the columns. */
  figures?: ReactNode;
  /** Right in the header, and the same on a phone. */
  actions?: ReactNode;
  phoneActions?: ReactNode;
  /** Sections of other nouns; the timeline comes last, unless one of these is called so. */
  tabs?: readonly RecordTab[];
  /** Right of the tabs; on narrow pages one of them. */
  aside?: Omit<RecordTab, "only">;
}

interface NounRecordProps<F extends Fields> {
  noun: NounWith<F>;
  id: string;
  own?: NounOwn<F> | undefined;
  /** Placeholders for the figures and the right column while the record loads. */
  skeleton?: { figures: number; aside: boolean };
  parts?(record: RecordOf<F>): RecordParts;
}

/** The page of one record, with its loading and error states. */
export function NounRecord<F extends Fields>({ noun, id, own, skeleton, parts }: NounRecordProps<F>) {
  const { href } = useWorkspace();
  const { many, one, mark } = noun.head;
  const query = useQuery(useNounApi(noun as unknown as Noun).get.queryOptions({ id }));
  const list = { label: capital(many), href: href(homePathOf(noun.head)) };
  const record = query.data as unknown as RecordOf<F> | undefined;
  if (record) return <Loaded noun={noun} record={record} list={list} own={own} parts={parts?.(record) ?? {}} />;
  if (query.isPending) return <RecordSkeleton list={list} noun={one} round={mark === "person"} {...skeleton} />;
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

interface RecordHistoryProps {
  noun: Pick<Noun, "entity">;
  id: string;
  name: string;
  /** Fields whose changes it leaves out. */
  hiddenFields?: readonly string[];
}

/** The record's events, newest first. */
export function RecordHistory({ noun, id, name, hiddenFields }: RecordHistoryProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto phone:overflow-visible">
      <RecordTimeline
        entity={noun.entity}
        id={id}
        name={name}
        paths={paths}
        {...(hiddenFields ? { hiddenFields } : {})}
      />
    </div>
  );
}

interface LoadedProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  list: { label: string; href: string };
  own: NounOwn<F> | undefined;
  parts: RecordParts;
}

/** The tree of its family, for a noun whose records form one. */
function familyOf<F extends Fields>(noun: NounWith<F>, { id }: RecordOf<F>): RecordParts["aside"] {
  if (!parentField(noun)) return undefined;
  return { id: "family", label: "Family", panel: <NounFamily noun={noun as unknown as Noun} id={id} /> };
}

// Most nouns have no parts.
const NounParts = dynamic(() => import("./noun-parts").then((module) => module.NounParts));
// Few nouns have an ordered choice.
const NounProgressions = dynamic(() => import("./noun-progression").then((module) => module.NounProgressions));
const NounPartCount = dynamic(() => import("./noun-part-count").then((module) => module.NounPartCount));

const FileCount = dynamic(() => import("../../files/components/file-count").then((module) => module.FileCount));
const RecordFiles = dynamic(() => import("../../files/components/record-files").then((module) => module.RecordFiles));
const RecordDrop = lazyPart<RecordDropProps>(
  () => import("../../files/components/record-drop").then((module) => module.RecordDrop),
  { of: "the place to drop files", loading: null },
);

/** The tab of a record's files; lists of the settings have none. */
function fileTabs<F extends Fields>({ entity, head }: NounWith<F>, { id }: RecordOf<F>, name: string): RecordTab[] {
  if (head.settings) return [];
  const target = { entity, recordId: id };
  const panel = <RecordFiles target={target} recordName={name} one={head.one} />;
  return [{ id: "files", label: "Files", count: <FileCount {...target} />, panel }];
}

/** A tab for each list of parts that has none of the noun's own. */
function partTabs<F extends Fields>(noun: NounWith<F>, record: RecordOf<F>, given: readonly RecordTab[]): RecordTab[] {
  const { name } = record as unknown as { name: string };
  const others = noun.parts.filter(({ shown, many }) => given.every(({ id }) => id !== shown.many && id !== many));
  return others.map((list) => ({
    id: list.shown.many,
    label: capital(list.shown.many),
    count: <NounPartCount list={list} id={record.id} />,
    panel: <NounParts noun={noun} record={{ ...record, name }} list={list} />,
  }));
}

const CommentCount = dynamic(
  () => import("../../comments/components/comment-count").then((part) => part.CommentCount),
  {
    ssr: false,
  },
);
const LazyComments = lazyPart<CommentsPanelProps>(
  () => import("../../comments/components/comments-panel").then((part) => part.CommentsPanel),
  { of: "the comments" },
);

/** The discussion on the record, for a noun whose head says so. */
function commentTabs(
  { entity, head }: Pick<Noun, "entity" | "head">,
  { id }: { id: string },
  name: string,
): RecordTab[] {
  if (!head.comments) return [];
  return [
    {
      id: "comments",
      label: "Comments",
      count: <CommentCount entity={entity} recordId={id} />,
      panel: <LazyComments entity={entity} id={id} name={name} />,
    },
  ];
}

/** The right column begins with the next step; its next section has a line above. */
const withFirst = (nextStep: ReactNode, panel: ReactNode): ReactNode =>
  nextStep ? (
    <>
      {nextStep}
      {panel ? <div className="hairline-t">{panel}</div> : null}
    </>
  ) : (
    panel
  );

function Loaded<F extends Fields>({ noun, record, list, own, parts }: LoadedProps<F>): ReactNode {
  const { isGuest } = useWorkspace();
  const { head, nextStep, figures, tabs = [], aside = familyOf(noun, record) } = parts;
  const details = <RecordDetails noun={noun} record={record} own={own} />;
  const { actions = <NounMenu noun={noun} record={record} />, phoneActions = actions } = parts;
  const { name } = record as unknown as { name: string };
  const isLined = Boolean(figures) || progressionsIn(noun.fields).length > 0;
  // Guests read records, and not their history.
  const isShown = ({ id }: RecordTab) => !isGuest || id !== "timeline";
  const history: RecordTab = {
    id: "timeline",
    label: "Timeline",
    panel: <RecordHistory noun={noun} id={record.id} name={name} />,
  };
  const columns: RecordTab[] = [
    ...(aside ? [{ ...aside, only: "narrow" as const, panel: <div className="pb-6">{aside.panel}</div> }] : []),
    { id: "details", label: "Details", only: "phone", panel: <div className="pb-6">{details}</div> },
  ];
  return (
    <>
      <SkipToRecordTabs />
      <PageHeader breadcrumb={[list, { label: name }]} phoneActions={phoneActions}>
        {noun.head.settings ? null : <NounPlace path={`/${noun.head.path}`} id={record.id} />}
        {actions}
      </PageHeader>
      <RecordPage>
        {head ?? <RecordTop noun={noun} own={own} record={record} />}
        <LockedLine noun={noun} record={record} />
        {progressionsIn(noun.fields).length > 0 ? (
          <NounProgressions noun={noun as unknown as NounWith<Fields>} record={record} />
        ) : null}
        {figures}
        {nextStep ? <div className="wide:hidden hairline-b">{nextStep}</div> : null}
        <div className={cn("flex min-h-0 flex-1 flex-col phone:block", isLined ? null : "hairline-t")}>
          <RecordLayout details={details} aside={withFirst(nextStep, aside?.panel)}>
            <RecordTabs
              label={name}
              tabs={[
                ...partTabs(noun, record, tabs),
                ...tabs,
                ...(tabs.some(({ id }) => id === history.id) ? [] : [history]),
                ...commentTabs(noun, record, name),
                ...fileTabs(noun, record, name),
                ...columns,
              ].filter(isShown)}
            />
          </RecordLayout>
        </div>
        {record.mayEdit && !noun.head.settings ? (
          <RecordDrop target={{ entity: noun.entity, recordId: record.id }} recordName={name} />
        ) : null}
      </RecordPage>
    </>
  );
}
