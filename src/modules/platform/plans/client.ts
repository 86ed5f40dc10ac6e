"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { usePlanChanged } from "@/trpc/plan-acts";
import { api, type RouterInputs } from "@/trpc/react";

/** Parts of a paid plan that change; the others stay as they are. */
export type PaidChange = Omit<RouterInputs["billing"]["preview"], "cancel">;

export const useSetModule = () => api.plans.setModule.useMutation({ onSuccess: usePlanChanged() });
export const useTryModule = () => api.plans.tryModule.useMutation({ onSuccess: usePlanChanged() });
export const useChooseSeats = () => api.plans.chooseSeats.useMutation({ onSuccess: usePlanChanged() });

/** Payment facts for those who may read them; others ask for nothing. */
export function useBilling() {
  const { can } = useWorkspace();
  const may = can("billing:manage") || can("workspace:manage");
  return { may, query: api.billing.overview.useQuery({}, { enabled: may }) };
}

/** The exact amounts of a change. They hold for some minutes, so that they are never taken from an earlier look. */
export const usePreview = (change: PaidChange) =>
  api.billing.preview.useQuery(change, { staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false });

export const useApplyChange = () => api.billing.change.useMutation({ onSettled: usePlanChanged() });
export const useCheckout = () => api.billing.checkout.useMutation();
export const useCancelPlan = () => api.billing.cancel.useMutation({ onSettled: usePlanChanged() });
