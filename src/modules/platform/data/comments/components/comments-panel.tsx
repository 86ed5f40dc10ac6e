"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import { ShowMore } from "@/components/data-table/show-more";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { counted } from "@/lib/counted";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import { useMentionCheck } from "@/modules/platform/data/mentions/components/mention-picker";
import { useCommentThreads, useCommentWrites, useNamedThread } from "../client";
import { CommentThread } from "./comment-thread";
import { CommentWriter } from "./comment-writer";
import { useCommentCounts } from "./use-comment-counts";

export interface CommentsPanelProps {
  entity: NounEntity;
  id: string;
  /** The record's name. */
  name: string;
}

/** The discussion on a record: a place to comment, and its threads, the newest first. */
export function CommentsPanel({ entity, id, name }: CommentsPanelProps) {
  const { can, isGuest } = useWorkspace();
  const record = { entity, recordId: id };
  const query = useCommentThreads(record);
  const { create } = useCommentWrites();
  const [wanted] = useQueryState("comment", parseAsString);
  const namedQuery = useNamedThread(wanted);
  const named = namedQuery.data;
  const mentionCheck = useMentionCheck();
  const check = useMemo(() => mentionCheck(entity, id), [mentionCheck, entity, id]);
  const threads = query.data?.pages.flatMap((page) => page.rows).filter((thread) => thread.id !== named?.id);
  const first = named?.recordId === id ? named : undefined;
  // Where a share only lets them read, a guest is asked for nothing.
  const mayWrite = can("comment:create") && (!isGuest || query.data?.pages[0]?.mayComment === true);
  return (
    <section
      aria-label={`Comments on ${name}`}
      className="flex min-h-0 flex-1 flex-col overflow-y-auto phone:overflow-visible"
    >
      {mayWrite ? (
        <div className="shrink-0 px-edge pt-3 pb-1">
          <CommentWriter
            label="Comment"
            action="Comment"
            of={id}
            check={check}
            recordName={name}
            save={(doc) => create({ ...record, text: { doc } })}
          >
            {(onWrite) => (
              <button
                type="button"
                onClick={onWrite}
                className="flex h-9 w-full items-center rounded-md border border-border-strong bg-surface px-2.5 text-left text-faint hover:border-focus phone:h-11"
              >
                <span className="min-w-0 flex-1 truncate">Write a comment, @ to mention a colleague</span>
              </button>
            )}
          </CommentWriter>
        </div>
      ) : null}
      {wanted !== null && (namedQuery.error || (named && !first)) ? (
        <div className="shrink-0 px-edge pt-2">
          <Note tone="info">The comment of this link is no longer here. The other comments follow.</Note>
        </div>
      ) : null}
      <ResolvedCount {...record} />
      {threads && (threads.length > 0 || first) ? (
        <ol aria-label="Threads" className="shrink-0">
          {first ? (
            <CommentThread
              key={`${first.id} ${wanted}`}
              thread={first}
              {...{ check, mayWrite }}
              recordName={name}
              target={wanted}
            />
          ) : null}
          {threads.map((thread) => (
            <CommentThread key={thread.id} thread={thread} {...{ check, mayWrite }} recordName={name} />
          ))}
        </ol>
      ) : null}
      {threads?.length === 0 && !first ? (
        <EmptyState line={false} title="No comments yet" className={onPhones}>
          {`Discuss this ${nouns[entity].one} here. Colleagues whom you mention with @ are notified.`}
        </EmptyState>
      ) : null}
      {query.error && !query.data ? (
        <QueryFailed title="The comments could not be loaded" query={query} className={onPhones} />
      ) : null}
      {query.data || query.error ? null : <Loading />}
      {query.data ? <ShowMore query={query}>Show earlier comments</ShowMore> : null}
    </section>
  );
}

/** The page of a phone gives a panel no height. */
const onPhones = "phone:min-h-56";

const resolvedThreads = { one: "resolved thread", many: "resolved threads" };

function ResolvedCount(record: { entity: NounEntity; recordId: string }) {
  const { locale } = useWorkspace();
  const resolved = useCommentCounts(record).data?.resolvedThreads ?? 0;
  if (resolved === 0) return null;
  return <p className="shrink-0 px-edge pt-2 text-faint text-sm">{counted(resolved, resolvedThreads, locale)}</p>;
}

function Loading() {
  return (
    <SkeletonRegion label="The comments are loading">
      {[64, 44, 56].map((width) => (
        <div key={width} className="flex gap-2.5 px-edge py-3 hairline-b hairline-soft">
          <span className="block size-6 shrink-0 rounded-full bg-surface-press" />
          <div className="flex min-w-0 flex-1 flex-col gap-3 pt-2">
            <Skeleton className="w-32" />
            <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
          </div>
        </div>
      ))}
    </SkeletonRegion>
  );
}
