"use client";

import { useRouter } from "next/navigation";
import { useWorkspace } from "@/components/layout/workspace-context";
import { api, type RouterInputs, type RouterOutputs } from "@/trpc/react";

export type Billing = RouterOutputs["billing"]["overview"];
/** Parts of a paid plan that change; the others stay as they are. */
export type PaidChange = Omit<RouterInputs["billing"]["preview"], "cancel">;

/** Rights and the sidebar follow from the plan: the layout is asked for again. */
export function useRefreshPlan() {
  const utils = api.useUtils();
  const router = useRouter();
  return async () => {
    router.refresh();
    await Promise.all([utils.plans.invalidate(), utils.billing.invalidate()]);
  };
}

export const useSetModule = () => api.plans.setModule.useMutation({ onSuccess: useRefreshPlan() });
export const useTryModule = () => api.plans.tryModule.useMutation({ onSuccess: useRefreshPlan() });
export const useChooseSeats = () => api.plans.chooseSeats.useMutation({ onSuccess: useRefreshPlan() });

/** Payment facts for those who may read them; undefined for others, and until they are here. */
export function useBilling(): Billing | undefined {
  const { can } = useWorkspace();
  return api.billing.overview.useQuery({}, { enabled: can("billing:manage") || can("workspace:manage") }).data;
}

/** The exact amounts of a change. They hold for some minutes, so that they are never taken from an earlier look. */
export const usePreview = (change: PaidChange) =>
  api.billing.preview.useQuery(change, { staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false });

export const useApplyChange = () => api.billing.change.useMutation({ onSettled: useRefreshPlan() });
export const useCheckout = () => api.billing.checkout.useMutation();
export const useCancelPlan = () => api.billing.cancel.useMutation({ onSettled: useRefreshPlan() });
export const useResumePlan = () => api.billing.resume.useMutation({ onSettled: useRefreshPlan() });
export const useRefreshBilling = () => api.billing.refresh.useMutation({ onSettled: useRefreshPlan() });
export const usePayInvoice = () => api.billing.payInvoice.useMutation({ onSettled: useRefreshPlan() });
