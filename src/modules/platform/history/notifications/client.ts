"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { succeeded } from "@/lib/succeeded";
import { isLastWrite } from "@/trpc/last-write";
import { type RouterInputs, useApi } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";
import type { FollowState, InboxView, NotificationType } from "./rules";
import type { NotificationGroup } from "./schema";

/** The longest that a browser's timer can run. */
const longestMs = 2 ** 31 - 1;

/** How many groups of the inbox hold something unread; refetched when a snoozed one returns. Staff never ask. */
export function useUnread(): number {
  const api = useApi();
  const client = useQueryClient();
  const { support } = useWorkspace();
  const { data } = useQuery(api.notifications.count.queryOptions({}, { enabled: support === null }));
  const nextAt = data?.nextAt ?? null;
  // The clock.
  useEffect(() => {
    if (nextAt === null) return;
    const ms = Math.min(longestMs, Math.max(0, new Date(nextAt).getTime() - Date.now()) + 250);
    const timer = setTimeout(() => void client.invalidateQueries(api.notifications.pathFilter()), ms);
    return () => clearTimeout(timer);
  }, [nextAt, client, api]);
  return data?.unread ?? 0;
}

/** The server request for a view of the inbox. */
export function inboxRequest(show: InboxView, type: NotificationType | null): RouterInputs["notifications"]["list"] {
  return type === null ? { show } : { show, type };
}

type Mark = RouterInputs["notifications"]["mark"]["as"];

const successTexts: Record<Mark, string> = {
  read: "Marked as read",
  unread: "Marked as unread",
  done: "Marked as done",
  undone: "Back in the inbox",
};

const opposites: Partial<Record<Mark, Mark>> = { done: "undone", undone: "done" };

function unreadAfter(as: Mark, { unread, count }: NotificationGroup): number {
  if (as === "read") return 0;
  return as === "unread" ? count : unread;
}

/** The actions on a group in a view. The screen changes at once; changes that the server refuses are rolled back. */
export function useInboxActions(request: RouterInputs["notifications"]["list"]) {
  const api = useApi();
  const offerUndo = useUndoNotice();
  const show = request.show ?? "inbox";
  // One after the other: an undo must not overtake the act that it undoes.
  const scope = { id: "inbox" };
  const client = useQueryClient();
  const onSettled = () =>
    isLastWrite(client, scope) ? client.invalidateQueries(api.notifications.pathFilter()) : undefined;
  const options = { onError: toastRefusal, onSettled, scope };
  const marking = useMutation(api.notifications.mark.mutationOptions(options));
  const snoozing = useMutation(api.notifications.snooze.mutationOptions(options));
  const all = useMutation(api.notifications.markAll.mutationOptions(options));

  /** Shows a group otherwise, or no longer. */
  async function shown(key: string, change: (group: NotificationGroup) => NotificationGroup | null) {
    await client.cancelQueries(api.notifications.list.infiniteQueryFilter(request));
    client.setQueryData(api.notifications.list.infiniteQueryKey(request), (data) =>
      data
        ? {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              rows: page.rows.flatMap((row) => (row.key === key ? (change(row) ?? []) : row)),
            })),
          }
        : data,
    );
  }

  function mark(group: NotificationGroup, as: Mark): void {
    const undone = opposites[as];
    const isDone = show === "done";
    const leaves = (as === "done" && !isDone) || (as === "undone" && isDone);
    void shown(group.key, (row) => (leaves ? null : { ...row, unread: unreadAfter(as, row) }));
    marking.mutate({ ids: group.ids, as });
    if (undone) offerUndo(successTexts[as], () => succeeded(marking.mutateAsync({ ids: group.ids, as: undone })));
  }

  function snooze(group: NotificationGroup, label: string, until: string | null): void {
    void shown(group.key, () => null);
    snoozing.mutate({ ids: group.ids, until });
    if (until === null) notify.success(successTexts.undone);
    else offerUndo(`Snoozed: ${label}`, () => succeeded(snoozing.mutateAsync({ ids: group.ids, until: null })));
  }

  return { mark, snooze, markAll: all.mutate, marksAll: all.isPending };
}

/**
 * Whether the member follows or mutes a record, and the act that changes it; `successText` gives the toast of the new
 * state.
 */
export function useFollow(
  record: RouterInputs["notifications"]["follow"],
  successText: (state: FollowState) => string,
) {
  const api = useApi();
  const query = useQuery(api.notifications.follow.queryOptions(record));
  // One after the other: what the member said last is what stays.
  const scope = { id: `follow ${record.recordId}` };
  const client = useQueryClient();
  const { mutate } = useMutation(
    api.notifications.setFollow.mutationOptions({
      scope,
      onMutate: async ({ state }) => {
        await client.cancelQueries(api.notifications.follow.queryFilter(record));
        const before = client.getQueryData(api.notifications.follow.queryKey(record));
        client.setQueryData(api.notifications.follow.queryKey(record), {
          state,
          reason: state === "following" ? "chosen" : null,
        });
        return () => client.setQueryData(api.notifications.follow.queryKey(record), before);
      },
      onSuccess: ({ state }) => notify.success(successText(state)),
      onError: (error, _input, rollBack) => {
        rollBack?.();
        toastRefusal(error);
      },
      onSettled: () =>
        isLastWrite(client, scope) ? client.invalidateQueries(api.notifications.follow.queryFilter(record)) : undefined,
    }),
  );
  return { query, set: (state: FollowState) => mutate({ ...record, state }) };
}

interface StoppedRecord extends Pick<RouterInputs["notifications"]["setFollow"], "entity" | "recordId"> {
  name: string;
  isFollowed: boolean;
}

/** Unfollows or mutes the record of a notification, and offers to undo that. */
export function useStopNotices({ entity, recordId, name, isFollowed }: StoppedRecord) {
  const api = useApi();
  const client = useQueryClient();
  const offerUndo = useUndoNotice();
  const { mutateAsync } = useMutation(
    api.notifications.setFollow.mutationOptions({
      scope: { id: `follow ${recordId}` },
      onError: toastRefusal,
      onSettled: () => client.invalidateQueries(api.notifications.follow.queryFilter({ entity, recordId })),
    }),
  );
  const set = (state: FollowState) => succeeded(mutateAsync({ entity, recordId, state }));
  return async (state: "none" | "muted") => {
    const text = state === "none" ? `You no longer follow ${name}` : `${name} is muted`;
    if (await set(state)) offerUndo(text, () => set(isFollowed ? "following" : "none"));
  };
}

/** Turns a type of notification on or off; shown at once. */
export function useSetPreference() {
  const api = useApi();
  const scope = { id: "notification preferences" };
  const client = useQueryClient();
  const show = ({ type, channel, wanted }: RouterInputs["notifications"]["setPreference"]) =>
    client.setQueryData(api.notifications.preferences.queryKey({}), (rows) =>
      rows?.map((row) => (row.type === type && row.channel === channel ? { ...row, wanted } : row)),
    );
  const { mutate } = useMutation(
    api.notifications.setPreference.mutationOptions({
      scope,
      onMutate: async (chosen) => {
        await client.cancelQueries(api.notifications.preferences.pathFilter());
        show(chosen);
      },
      onError: (error, chosen) => {
        show({ ...chosen, wanted: !chosen.wanted });
        toastRefusal(error);
      },
      onSettled: () =>
        isLastWrite(client, scope) ? client.invalidateQueries(api.notifications.preferences.pathFilter()) : undefined,
    }),
  );
  return mutate;
}
