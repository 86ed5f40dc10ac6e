"use client";

import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { formatMoney } from "@/lib/money";
import { api } from "@/trpc/react";

/** Amounts with their cents, as invoices have them. */
export function useAmountText(): (money: { amount: number; currency: string }) => string {
  const { locale, currency } = useWorkspace();
  return ({ amount, currency: of }) => formatMoney(amount, of, { locale, currency, cents: true });
}

/** Opens the page of the payments service for the card, or for everything. */
export function useOpenPortal() {
  const open = api.billing.portal.useMutation({
    onSuccess: ({ url }) => window.location.assign(url),
    onError: (error) => notify.error(readServerError(error).message),
  });
  return { open: (flow: "overview" | "paymentMethod") => open.mutate({ flow }), opening: open.isPending };
}
