"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { formatMoney } from "@/lib/money";
import { api, type RouterOutputs } from "@/trpc/react";
import type { Applied } from "./schema";

/** How the workspace pays, as its page has it. */
export type Billing = RouterOutputs["billing"]["overview"];

/** Amounts with their cents, as invoices have them. */
export function useAmountText(): (money: { amount: number; currency: string }) => string {
  const { locale, currency } = useWorkspace();
  return ({ amount, currency: of }) => formatMoney(amount, of, { locale, currency, cents: true });
}

/** After an act at the payments service: everything that a plan decides may be different. */
export function useBillingChanged(): () => Promise<void> {
  const utils = api.useUtils();
  const router = useRouter();
  return async () => {
    await Promise.all([utils.billing.invalidate(), utils.plans.invalidate(), utils.tenants.invalidate()]);
    // Rights and notices of every page come from the workspace's layout.
    router.refresh();
  };
}

/** Fetches the present state once when a person comes back from a page of the payments service. */
export function useReturnFromPayments(enabled: boolean): { fetching: boolean } {
  const search = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const changed = useBillingChanged();
  const back = enabled && (search.has("portal") || search.has("checkout"));
  const refresh = api.billing.refresh.useMutation({
    onSuccess: () => {
      if (search.has("checkout")) notify.success("Thank you. The plan is active now");
    },
    onError: (error) => notify.error(readServerError(error).message),
    async onSettled() {
      router.replace(path);
      await changed();
    },
  });
  const begun = useRef(false);
  // The payments service, where the person comes from.
  useEffect(() => {
    if (!back || begun.current) return;
    begun.current = true;
    refresh.mutate({});
  }, [back, refresh]);
  return { fetching: back || refresh.isPending };
}

/** Opens the page of the payments service for the card, or for everything. */
export function useOpenPortal() {
  const open = api.billing.portal.useMutation({
    onSuccess: ({ url }) => window.location.assign(url),
    onError: (error) => notify.error(readServerError(error).message),
  });
  return { open: (flow: "overview" | "paymentMethod") => open.mutate({ flow }), opening: open.isPending };
}

/** Tells the outcome of a payment; one that waits for the bank goes on at its page. */
export function tellOutcome({ outcome, url, message }: Applied, done: string): void {
  if (outcome === "done") notify.success(done);
  else if (outcome === "unchanged") notify.success("It was paid already");
  else if (url) window.location.assign(url);
  else notify.error(message ?? "The payment did not go through.");
}

/** Pays an open invoice with the stored card; a bank that asks for a confirmation does so on its own page. */
export function usePayInvoice() {
  const changed = useBillingChanged();
  const pay = api.billing.payInvoice.useMutation({
    onSuccess: (outcome) => tellOutcome(outcome, "The invoice is paid"),
    onError: (error) => notify.error(readServerError(error).message),
    onSettled: changed,
  });
  return { pay: (id: string) => pay.mutate({ id }), paying: pay.isPending };
}

/** Takes back the end of the plan. */
export function useResumePlan() {
  const changed = useBillingChanged();
  const resume = api.billing.resume.useMutation({
    onSuccess: () => notify.success("The plan renews again"),
    onError: (error) => notify.error(readServerError(error).message),
    onSettled: changed,
  });
  return { resume: () => resume.mutate({}), resuming: resume.isPending };
}
