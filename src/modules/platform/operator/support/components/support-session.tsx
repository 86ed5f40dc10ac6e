"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useRef } from "react";
import { readServerError } from "@/components/form/server-error";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { useApi, useApiClient } from "@/trpc/react";

interface Stopping {
  stop(): void;
  busy: boolean;
}

const Context = createContext<Stopping | null>(null);

/** Ends the support session of this page; null for members. */
export const useStopSupport = (): Stopping | null => use(Context);

const consolePath = "/staff";
/** Staff have no live connection, so they ask whether their session goes on. */
const askAgainMs = 5_000;
const closed = ["NOT_FOUND", "UNAUTHENTICATED"];

/** The pages of staff in a support session: they leave the workspace as soon as it is over. */
export function SupportSession({ workspaceId, children }: { workspaceId: string; children: ReactNode }) {
  const api = useApi();
  const server = useApiClient();
  const { name, support } = useWorkspace();
  const router = useRouter();
  const client = useQueryClient();
  const left = useRef(false);
  const mine = useQuery(
    api.staffSupport.mine.queryOptions({ workspaceId }, { refetchInterval: askAgainMs, staleTime: 0 }),
  );
  const over = `The support session in ${name} has ended`;

  function leave(sentence: string): void {
    if (left.current) return;
    left.current = true;
    notify.success(sentence);
    router.replace(consolePath);
  }
  const stopping = useMutation(
    api.staffSupport.stop.mutationOptions({ onSuccess: () => leave(over), onError: toastRefusal }),
  );

  const isEnded = mine.data?.some((row) => row.id === support?.id && row.state !== "open") ?? false;
  const isOver = isEnded || (mine.error !== null && closed.includes(readServerError(mine.error).code));
  const leaveNow = useEffectEvent(() => leave(over));
  // The address of the page.
  useEffect(() => {
    if (isOver) leaveNow();
  }, [isOver]);

  const id = support?.id;
  /** The server may have sent the page to the console before this one heard of the end. */
  const showEnd = useEffectEvent(async () => {
    if (left.current) return;
    const rows = await server.staffSupport.mine.query({ workspaceId }).catch(() => []);
    if (rows.some((row) => row.id === id && row.state === "ended")) notify.success(over);
  });
  const hear = useEffectEvent((error: unknown) => {
    const { code, details } = readServerError(error);
    if (details.reason === "supportEnded") leave(over);
    // Of a record, or of the whole workspace.
    else if (code === "NOT_FOUND") void mine.refetch();
  });
  // Refusals of any call of the page. No record of the workspace stays in the tab.
  useEffect(() => {
    const queries = client.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error") hear(event.action.error);
    });
    const mutations = client.getMutationCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error") hear(event.action.error);
    });
    return () => {
      queries();
      mutations();
      client.clear();
      void showEnd();
    };
  }, [client]);

  const path = usePathname();
  const notePage = useEffectEvent(async (page: string) => {
    await server.support.page.query({ page }).catch(hear);
  });
  // The address of the page: each is noted for the transcript.
  useEffect(() => {
    void notePage(`/${path.split("/").slice(2).join("/")}`);
  }, [path]);

  const stop = () => support && stopping.mutate({ id: support.id });
  return <Context value={{ stop, busy: stopping.isPending || stopping.isSuccess }}>{children}</Context>;
}
