"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toastRefusal } from "@/components/form/toast-refusal";
import { notify } from "@/components/ui/toast";
import { type RouterOutputs, useApi } from "@/trpc/react";
import type { MySupport } from "./schema";

type Opened = RouterOutputs["staffSupport"]["open"];

/** The console learns of decisions by asking: it has no live connection. */
const askAgainMs = 5_000;

export const isRunning = ({ state }: Pick<MySupport, "state">) =>
  state === "asked" || state === "allowed" || state === "open";

/** Own requests and sessions, newest first; of one workspace, or of all. */
export const useMySessions = (workspaceId?: string) =>
  useQuery(
    useApi().staffSupport.mine.queryOptions(workspaceId === undefined ? {} : { workspaceId }, {
      refetchInterval: ({ state }) => (state.data?.some(isRunning) ? askAgainMs : false),
    }),
  );

/** The acts of staff on their own requests and sessions. */
export function useMySupport() {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  // The page of the workspace lists and counts its sessions too.
  const onSettled = () =>
    Promise.all([
      client.invalidateQueries(api.staffSupport.pathFilter()),
      client.invalidateQueries(api.staff.pathFilter()),
    ]);
  /** Into the workspace, or the request waits. */
  const follow = ({ state, slug }: Opened) => {
    if (state === "open") router.push(`/${slug}`);
    else notify.success("The request was sent. The workspace's owners and admins have been notified.");
  };
  const opening = useMutation(api.staffSupport.open.mutationOptions({ onSettled }));
  const starting = useMutation(
    api.staffSupport.start.mutationOptions({ onSettled, onSuccess: follow, onError: toastRefusal }),
  );
  const stopping = useMutation(api.staffSupport.stop.mutationOptions({ onSettled, onError: toastRefusal }));
  return {
    open: opening.mutateAsync,
    follow,
    start: ({ id }: MySupport) => starting.mutate({ id }),
    starting: starting.isPending ? starting.variables.id : null,
    stop: ({ id, state }: MySupport) =>
      stopping.mutate(
        { id },
        { onSuccess: () => notify.success(state === "open" ? "The session is stopped" : "The request was withdrawn") },
      ),
    stopping: stopping.isPending ? stopping.variables.id : null,
  };
}
