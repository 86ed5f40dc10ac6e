"use client";

import { useId } from "react";
import { tellRefusal } from "@/components/form/tell-refusal";
import { SettingsSection } from "@/components/layout/settings-page";
import { Checkbox } from "@/components/ui/checkbox";
import { notify } from "@/components/ui/toast";
import { api } from "@/trpc/react";
import type { Workspace } from "../schema";

/** Whether members need a second factor. */
export function FactorSection({ workspace, may }: { workspace: Workspace; may: boolean }) {
  const id = useId();
  const utils = api.useUtils();
  const set = api.tenants.requireFactor.useMutation({
    onSuccess: (data) => {
      utils.tenants.get.setData({}, data);
      notify.success(
        data.requiresFactor ? "Members now need a second factor" : "Members no longer need a second factor",
      );
    },
    onError: tellRefusal,
  });
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
