"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { tellRefusal } from "@/components/form/tell-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { succeeded } from "@/lib/succeeded";
import { isLastWrite } from "@/trpc/last-write";
import { api, type RouterInputs } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";
import type { FollowState, InboxView, NotificationType } from "./rules";
import type { NotificationGroup } from "./schema";

/** The longest that a browser's timer can run. */
const longestMs = 2 ** 31 - 1;

/** How many groups of the inbox hold something unread; refetched when a snoozed one returns. Staff never ask. */
export function useUnread(): number {
  const { support } = useWorkspace();
  const { data } = api.notifications.count.useQuery({}, { enabled: support === null });
  const utils = api.useUtils();
  const nextAt = data?.nextAt ?? null;
  // The clock.
  useEffect(() => {
    if (nextAt === null) return;
    const ms = Math.min(longestMs, Math.max(0, new Date(nextAt).getTime() - Date.now()) + 250);
    const timer = setTimeout(() => void utils.notifications.invalidate(), ms);
    return () => clearTimeout(timer);
  }, [nextAt, utils]);
  return data?.unread ?? 0;
}

/** The zone that the member lives by: that of their working hours, else the workspace's. */
export function useOwnZone(): string {
  const { timeZone } = useWorkspace();
  const { data } = api.notificationMails.hours.useQuery({});
  return data?.timeZone ?? timeZone;
}

/** The server request for a view of the inbox. */
export function inboxRequest(show: InboxView, type: NotificationType | null): RouterInputs["notifications"]["list"] {
  return type === null ? { show } : { show, type };
}

type Mark = RouterInputs["notifications"]["mark"]["as"];

const saidOf: Record<Mark, string> = {
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
  const utils = api.useUtils();
  const offerUndo = useUndoNotice();
  const show = request.show ?? "inbox";
  // One after the other: an undo must not overtake the act that it undoes.
  const scope = { id: "inbox" };
  const client = useQueryClient();
  const onSettled = () => (isLastWrite(client, scope) ? utils.notifications.invalidate() : undefined);
  const options = { onError: tellRefusal, onSettled, scope };
  const marking = api.notifications.mark.useMutation(options);
  const snoozing = api.notifications.snooze.useMutation(options);
  const all = api.notifications.markAll.useMutation(options);

  /** Shows a group otherwise, or no longer. */
  async function shown(key: string, change: (group: NotificationGroup) => NotificationGroup | null) {
    await utils.notifications.list.cancel(request);
    utils.notifications.list.setInfiniteData(request, (data) =>
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
    if (undone) offerUndo(saidOf[as], () => succeeded(marking.mutateAsync({ ids: group.ids, as: undone })));
  }

  function snooze(group: NotificationGroup, label: string, until: string | null): void {
    void shown(group.key, () => null);
    snoozing.mutate({ ids: group.ids, until });
    if (until === null) notify.success(saidOf.undone);
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
  const utils = api.useUtils();
  const query = api.notifications.follow.useQuery(record);
  // One after the other: what the member said last is what stays.
  const scope = { id: `follow ${record.recordId}` };
  const client = useQueryClient();
  const { mutate } = api.notifications.setFollow.useMutation({
    scope,
    onMutate: async ({ state }) => {
      await utils.notifications.follow.cancel(record);
      const before = utils.notifications.follow.getData(record);
      utils.notifications.follow.setData(record, { state });
      return () => utils.notifications.follow.setData(record, before);
    },
    onSuccess: ({ state }) => notify.success(successText(state)),
    onError: (error, _input, rollBack) => {
      rollBack?.();
      tellRefusal(error);
    },
    onSettled: () => (isLastWrite(client, scope) ? utils.notifications.follow.invalidate(record) : undefined),
  });
  return { query, set: (state: FollowState) => mutate({ ...record, state }) };
}

/** Turns a type of notification on or off; shown at once. */
export function useSetPreference() {
  const utils = api.useUtils();
  const scope = { id: "notification preferences" };
  const client = useQueryClient();
  const show = ({ type, channel, wanted }: RouterInputs["notifications"]["setPreference"]) =>
    utils.notifications.preferences.setData({}, (rows) =>
      rows?.map((row) => (row.type === type && row.channel === channel ? { ...row, wanted } : row)),
    );
  const { mutate } = api.notifications.setPreference.useMutation({
    scope,
    onMutate: async (chosen) => {
      await utils.notifications.preferences.cancel();
      show(chosen);
    },
    onError: (error, chosen) => {
      show({ ...chosen, wanted: !chosen.wanted });
      tellRefusal(error);
    },
    onSettled: () => (isLastWrite(client, scope) ? utils.notifications.preferences.invalidate() : undefined),
  });
  return mutate;
}
