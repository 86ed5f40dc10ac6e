"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { SettingsSection } from "@/components/layout/settings-page";
import { Checkbox } from "@/components/ui/checkbox";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";
import type { Workspace } from "../schema";

/** Whether members need a second factor. */
export function FactorSection({ workspace, may }: { workspace: Workspace; may: boolean }) {
  const api = useApi();
  const client = useQueryClient();
  const id = useId();
  const set = useMutation(
    api.tenants.requireFactor.mutationOptions({
      onSuccess: (data) => {
        client.setQueryData(api.tenants.get.queryKey({}), data);
        notify.success(
          data.requiresFactor ? "Members now need a second factor" : "Members no longer need a second factor",
        );
      },
      onError: toastRefusal,
    }),
  );
  return (
    <SettingsSection
      title="Second factor"
      description="Members without one are asked to set it up before they can open the workspace. API keys keep working."
    >
      <div className="flex min-h-11 items-center gap-2.5">
        <Checkbox
          id={id}
          checked={workspace.requiresFactor}
          disabled={!may || set.isPending}
          onCheckedChange={(checked) => set.mutate({ required: checked === true })}
        />
        <label htmlFor={id} className="font-medium">
          This workspace requires a second factor
        </label>
      </div>
    </SettingsSection>
  );
}
