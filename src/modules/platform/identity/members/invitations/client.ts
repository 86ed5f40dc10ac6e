"use client";

import { useMutation } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import { useRefreshMembers } from "../client";
import { manyWaitingWords, waitingWords } from "./rules";
import type { InviteResult } from "./schema";

/** Invites people and shows the result for each. */
export function useInvite() {
  const { locale } = useListLocale();
  const api = useApi();
  const refresh = useRefreshMembers();
  return useMutation(
    api.members.invite.mutationOptions({
      async onSuccess({ results }) {
        toastResults(results, locale);
        await refresh();
      },
    }),
  );
}

export function useResendInvitation() {
  const { locale } = useListLocale();
  const api = useApi();
  const refresh = useRefreshMembers();
  return useMutation(
    api.members.resendInvitation.mutationOptions({
      async onSuccess(result) {
        toastResults([result], locale);
        await refresh();
      },
    }),
  );
}

export function useRevokeInvitation() {
  const api = useApi();
  const refresh = useRefreshMembers();
  return useMutation(api.members.revokeInvitation.mutationOptions({ onSuccess: refresh }));
}

function toastResults(results: readonly InviteResult[], locale: string): void {
  const sent = results.filter((row) => row.outcome === "invited");
  if (sent.length === 1) notify.success(`Invitation sent to ${sent[0]?.email}`);
  else if (sent.length > 1)
    notify.success(`${counted(sent.length, { one: "invitation", many: "invitations" }, locale)} sent`);
  const held = results.filter((row) => row.outcome === "waiting");
  const [only] = held;
  if (only && held.length === 1) notify.success(waitingWords(only.email));
  else if (only)
    notify.success(manyWaitingWords(counted(held.length, { one: "invitation", many: "invitations" }, locale)));
  const failed = results.filter((row) => row.outcome !== "waiting");
  for (const row of failed.slice(0, 20)) if (row.message) notify.error(row.message);
}
