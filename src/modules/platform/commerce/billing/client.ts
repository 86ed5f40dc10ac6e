"use client";

import { useMutation } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { formatMoney } from "@/lib/money";
import { dateTimeText } from "@/lib/relative-time-text";
import { usePlanChanged } from "@/trpc/plan-acts";
import { useApi } from "@/trpc/react";

/** Amounts with their cents, as invoices have them. */
export function useAmountText(): (money: { amount: number; currency: string }) => string {
  const { locale, currency } = useWorkspace();
  return ({ amount, currency: of }) => formatMoney(amount, of, { locale, currency, cents: true });
}

/** Formats an instant as date and time in the reader's zone: an unpaid change ends within hours. */
export function useDateTimeFormatter(): (instant: string) => string {
  const { locale, zone: timeZone } = useWorkspace();
  return (instant) => dateTimeText(new Date(instant), locale, timeZone);
}

/** Drops a change that waits for its payment. */
export function useDropChange() {
  const api = useApi();
  const drop = useMutation(
    api.billing.dropChange.mutationOptions({
      onSuccess: () => notify.success("The change was cancelled. The plan stays as it was"),
      onError: (error) => notify.error(readServerError(error).message),
      onSettled: usePlanChanged(),
    }),
  );
  return { drop: () => drop.mutate({}), dropping: drop.isPending };
}

/** Opens the page of the payments service for the card, or for everything. */
export function useOpenPortal() {
  const api = useApi();
  const open = useMutation(
    api.billing.portal.mutationOptions({
      onSuccess: ({ url }) => window.location.assign(url),
      onError: (error) => notify.error(readServerError(error).message),
    }),
  );
  return { open: (flow: "overview" | "paymentMethod") => open.mutate({ flow }), opening: open.isPending };
}
