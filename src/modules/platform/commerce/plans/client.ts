"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/layout/workspace-context";
import { usePlanChanged } from "@/trpc/plan-acts";
import { type RouterInputs, useApi } from "@/trpc/react";

/** Parts of a paid plan that change; the others stay as they are. */
export type PaidChange = Omit<RouterInputs["billing"]["preview"], "cancel">;

export const useSetModule = () =>
  useMutation(useApi().plans.setModule.mutationOptions({ onSuccess: usePlanChanged() }));
export const useTryModule = () =>
  useMutation(useApi().plans.tryModule.mutationOptions({ onSuccess: usePlanChanged() }));
export const useChooseSeats = () =>
  useMutation(useApi().plans.chooseSeats.mutationOptions({ onSuccess: usePlanChanged() }));

/** Payment facts for those who may read them; others ask for nothing. */
export function useBilling() {
  const api = useApi();
  const { can } = useWorkspace();
  const may = can("billing:manage") || can("workspace:manage");
  return { may, query: useQuery(api.billing.overview.queryOptions({}, { enabled: may })) };
}

/** The exact amounts of a change. They hold for some minutes, so that they are never taken from an earlier look. */
export const usePreview = (change: PaidChange) =>
  useQuery(
    useApi().billing.preview.queryOptions(change, {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      refetchOnWindowFocus: false,
    }),
  );

export const useApplyChange = () =>
  useMutation(useApi().billing.change.mutationOptions({ onSettled: usePlanChanged() }));
export const useCheckout = () => useMutation(useApi().billing.checkout.mutationOptions());
export const useCancelPlan = () =>
  useMutation(useApi().billing.cancel.mutationOptions({ onSettled: usePlanChanged() }));
