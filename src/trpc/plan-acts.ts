"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import { paidStates } from "@/lib/entitlements";
import { type RouterOutputs, useApi } from "./react";

/** How the workspace pays, as its pages read it. */
export type Billing = RouterOutputs["billing"]["overview"];

const toastFailure = (error: unknown) => notify.error(readServerError(error).message);

/** Refetches what depends on the plan after an act on it or its payment: rights, notices and the sidebar. */
export function usePlanChanged(): () => Promise<void> {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  return async () => {
    router.refresh();
    await Promise.all([
      client.invalidateQueries(api.billing.pathFilter()),
      client.invalidateQueries(api.plans.pathFilter()),
      client.invalidateQueries(api.tenants.pathFilter()),
    ]);
  };
}

/** Fetches the current state once when a person returns from a page of the payments service. */
export function useReturnFromPayments(enabled: boolean): { fetching: boolean } {
  const api = useApi();
  const search = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const changed = usePlanChanged();
  const back = enabled && (search.has("portal") || search.has("checkout"));
  const refresh = useMutation(
    api.billing.refresh.mutationOptions({
      onSuccess({ state }) {
        if (!search.has("checkout")) return;
        notify.success(
          paidStates.has(state)
            ? "The payment went through, and the plan is active"
            : "The payment is being processed. The plan begins when the payment has gone through.",
        );
      },
      onError: toastFailure,
      async onSettled() {
        router.replace(path);
        await changed();
      },
    }),
  );
  const begun = useRef(false);
  // The payments service, where the person comes from.
  useEffect(() => {
    if (!back || begun.current) return;
    begun.current = true;
    refresh.mutate({});
  }, [back, refresh]);
  return { fetching: back || refresh.isPending };
}

/** Shows the outcome of a payment; one that waits for the bank continues on the bank's page. */
function toastOutcome({ outcome, url, message }: RouterOutputs["billing"]["payInvoice"]): void {
  if (outcome === "done") notify.success("The invoice is paid");
  else if (outcome === "unchanged") notify.success("It was already paid");
  else if (url) window.location.assign(url);
  else notify.error(message ?? "The payment did not go through.");
}

/** Pays an open invoice with the stored card; a bank that wants a confirmation asks for it on its own page. */
export function usePayInvoice() {
  const api = useApi();
  const pay = useMutation(
    api.billing.payInvoice.mutationOptions({
      onSuccess: toastOutcome,
      onError: toastFailure,
      onSettled: usePlanChanged(),
    }),
  );
  return { pay: (id: string) => pay.mutate({ id }), paying: pay.isPending };
}

/** Resumes a plan that was to end; `label` is its name. */
export function useResumePlan(label: string) {
  const api = useApi();
  const resume = useMutation(
    api.billing.resume.mutationOptions({
      onSuccess: () => notify.success(`This workspace stays on ${label}`),
      onError: toastFailure,
      onSettled: usePlanChanged(),
    }),
  );
  return { resume: () => resume.mutate({}), resuming: resume.isPending };
}
