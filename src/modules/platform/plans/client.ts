"use client";

import { useRouter } from "next/navigation";
import { api } from "@/trpc/react";
import type { PlanOverview } from "./schema";

/** Rights and the sidebar follow from the plan: the layout is asked for again. */
function useTaken() {
  const utils = api.useUtils();
  const router = useRouter();
  return async (plan: PlanOverview) => {
    utils.plans.get.setData({}, plan);
    router.refresh();
    await utils.plans.invalidate();
  };
}

export const useSetModule = () => api.plans.setModule.useMutation({ onSuccess: useTaken() });
export const useTryModule = () => api.plans.tryModule.useMutation({ onSuccess: useTaken() });

export function useChooseSeats() {
  const utils = api.useUtils();
  return api.plans.chooseSeats.useMutation({ onSuccess: () => utils.plans.invalidate() });
}
