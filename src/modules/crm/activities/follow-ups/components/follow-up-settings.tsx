"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import { LineFailed } from "@/components/layout/line-failed";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { succeeded } from "@/lib/succeeded";
import { useApi } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";
import { type LifecycleStage, lifecycleStages } from "../../../contacts/fields";

/** Which contacts the follow-up list has; a change can be undone. */
export function FollowUpSettings() {
  const { can } = useWorkspace();
  const api = useApi();
  const client = useQueryClient();
  const offerUndo = useUndoNotice();
  const query = useQuery(api.followUps.settings.queryOptions({}));
  const set = useMutation(
    api.followUps.setSettings.mutationOptions({
      onSuccess: (data) => {
        client.setQueryData(api.followUps.settings.queryKey({}), data);
        void client.invalidateQueries({ queryKey: [["followUps"]] });
      },
      onError: toastRefusal,
    }),
  );
  const chosen = query.data?.lifecycles ?? [];

  function choose(stage: LifecycleStage, isChosen: boolean) {
    const next = isChosen ? [...chosen, stage] : chosen.filter((one) => one !== stage);
    set.mutate(
      { lifecycles: next },
      {
        onSuccess: () =>
          offerUndo("Follow-up list changed", () => succeeded(set.mutateAsync({ lifecycles: [...chosen] }))),
      },
    );
  }

  return (
    <SettingsSection
      title="Follow-ups"
      description="Open opportunities without a next step are on the follow-up list. Choose the lifecycle stages whose contacts are on it too."
    >
      {query.error && !query.data ? <LineFailed title="The settings could not be loaded." query={query} /> : null}
      <ul className="border-t">
        {lifecycleStages.map(({ value, label }) => (
          <li key={value} className="flex min-h-11 items-center gap-3 border-border-soft border-b py-1.5">
            <Checkbox
              id={`follow-up ${value}`}
              checked={chosen.includes(value)}
              disabled={!query.data || !can("pipeline:manage") || set.isPending}
              onCheckedChange={(next) => choose(value, next === true)}
            />
            <label htmlFor={`follow-up ${value}`}>{label}</label>
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
