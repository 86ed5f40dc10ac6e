"use client";

import { useMutation } from "@tanstack/react-query";
import { notify } from "@/components/ui/toast";
import { useNounCache } from "@/trpc/noun-client";
import { type RouterInputs, useApi } from "@/trpc/react";
import { type Activity, activities } from "../fields";

type Target = Pick<Activity, "id" | "version" | "name">;
type SeriesPatch = RouterInputs["activities"]["updateSeries"]["patch"];

/** Changes an activity and those that follow it in its series. */
export function useUpdateFollowing() {
  const { refresh } = useNounCache(activities);
  const { mutateAsync } = useMutation(useApi().activities.updateSeries.mutationOptions({ onSuccess: refresh }));
  return async ({ id, version, name }: Target, label: string, patch: SeriesPatch): Promise<void> => {
    await mutateAsync({ id, version, scope: "following", patch });
    notify.success(`${label} of ${name} and the following ones changed`);
  };
}
