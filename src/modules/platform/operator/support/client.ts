"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { readServerError } from "@/components/form/server-error";
import { toastRefusal } from "@/components/form/toast-refusal";
import { notify } from "@/components/ui/toast";
import { useDayText } from "@/components/ui/use-day-text";
import { dateFormat } from "@/lib/intl";
import { timeRange } from "@/lib/time-range";
import { localDay } from "@/lib/working-time";
import { useApi } from "@/trpc/react";
import type { SupportAccess, SupportSession } from "./schema";

/** The acts on the consent of this workspace, on requests and on sessions. */
export function useSupportActs() {
  const api = useApi();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries(api.support.pathFilter());
  const access = useMutation(api.support.setAccess.mutationOptions({ onSettled }));
  const options = { onSettled, onError: toastRefusal };
  // In the options of the hook: the row may be gone when the answer arrives.
  const decision = useMutation(
    api.support.decide.mutationOptions({
      ...options,
      onSuccess: ({ staff }, { allow }) =>
        notify.success(allow ? `${staff} may open the workspace` : `${staff} was refused`),
    }),
  );
  const toastEnd = ({ staff }: SupportSession) => notify.success(`The session of ${staff} has ended`);
  const ending = useMutation(api.support.end.mutationOptions({ ...options, onSuccess: toastEnd }));
  const endingAll = useMutation(api.support.end.mutationOptions({ onSettled, onSuccess: toastEnd }));
  return {
    /** Throws the reason where it is refused. */
    async setAccess(chosen: Pick<SupportAccess, "mode" | "endsAt" | "write" | "version">, done: string) {
      try {
        await access.mutateAsync(chosen);
      } catch (error) {
        throw new Error(readServerError(error).message, { cause: error });
      }
      notify.success(done);
    },
    decide: ({ id }: SupportSession, allow: boolean) => decision.mutate({ id, allow }),
    deciding: decision.isPending ? decision.variables : null,
    /** Throws the reason where one is refused. */
    async endAll(sessions: readonly SupportSession[]) {
      try {
        for (const { id } of sessions) await endingAll.mutateAsync({ id });
      } catch (error) {
        throw new Error(readServerError(error).message, { cause: error });
      }
    },
    end: ({ id }: SupportSession) => ending.mutate({ id }),
    ending: ending.isPending ? ending.variables.id : null,
  };
}

/** When a session was: "Today, 10:24 AM", "Nov 3, 9:20 AM – 9:32 AM". */
export function useSpan(): (session: Pick<SupportSession, "askedAt" | "startedAt" | "endsAt" | "state">) => string {
  const { locale, timeZone } = useListLocale();
  const dayText = useDayText();
  const clock = dateFormat(locale, { timeZone, timeStyle: "short" });
  return ({ askedAt, startedAt, endsAt, state }) => {
    const from = new Date(startedAt ?? askedAt);
    const isOver = startedAt !== null && endsAt !== null && state === "ended";
    const time = isOver ? timeRange(from, new Date(endsAt), { locale, timeZone }) : clock.format(from);
    return `${dayText(localDay(from, timeZone))}, ${time}`;
  };
}
