"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useApi } from "@/trpc/react";

/** A record with comments. */
export interface Commented {
  entity: string;
  recordId: string;
}

/** The threads of a record, the newest first. */
export function useCommentThreads(record: Commented) {
  const { comments } = useApi();
  return useInfiniteQuery(
    comments.list.infiniteQueryOptions(record, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
}

/** The thread of a comment that an address names; none without one. */
export function useNamedThread(id: string | null) {
  const { comments } = useApi();
  return useQuery(comments.thread.queryOptions({ id: id ?? "" }, { enabled: id !== null, retry: false }));
}

/** All replies of a thread in pages, the newest first. */
export function useReplies(id: string) {
  const { comments } = useApi();
  return useInfiniteQuery(
    comments.replies.infiniteQueryOptions({ id }, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
}

/** The former texts of a comment. */
export function useFormerTexts(id: string) {
  const { comments } = useApi();
  return useQuery(comments.edits.queryOptions({ id }));
}

function useRefresh() {
  const { comments, events } = useApi();
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries(comments.pathFilter()),
      client.invalidateQueries(events.timeline.pathFilter()),
    ]);
}

/** Functions that write comments; each resolves when the screen shows the change. */
export function useCommentWrites() {
  const { comments } = useApi();
  const after = { onSuccess: useRefresh() };
  const create = useMutation(comments.create.mutationOptions(after));
  const reply = useMutation(comments.reply.mutationOptions(after));
  const edit = useMutation(comments.edit.mutationOptions(after));
  return { create: create.mutateAsync, reply: reply.mutateAsync, edit: edit.mutateAsync };
}

/** Functions that change a comment without its text. A refusal is shown, and the comment as it is now. */
export function useCommentActs() {
  const { comments } = useApi();
  const client = useQueryClient();
  const onSuccess = useRefresh();
  const onError = (error: unknown) => {
    toastRefusal(error);
    void client.invalidateQueries(comments.pathFilter());
  };
  const after = { onSuccess, onError };
  const react = useMutation(comments.react.mutationOptions(after));
  const resolve = useMutation(comments.resolve.mutationOptions(after));
  const reopen = useMutation(comments.reopen.mutationOptions(after));
  const remove = useMutation(comments.delete.mutationOptions(after));
  return { react, resolve, reopen, remove };
}
