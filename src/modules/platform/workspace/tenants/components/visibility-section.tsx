"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/select";
import { succeeded } from "@/lib/succeeded";
import { useApi } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";
import { objectLabel, visibilityLabels } from "../catalog";
import { restrictableEntities } from "../rules";
import { type VisibilityLevel, visibilityLevels, type Workspace } from "../schema";

/** Whether the names of linked records are shown that people cannot open. */
function HiddenNames({ workspace, may }: { workspace: Workspace; may: boolean }) {
  const api = useApi();
  const client = useQueryClient();
  const offerUndo = useUndoNotice();
  const id = useId();
  const set = useMutation(
    api.tenants.showHiddenNames.mutationOptions({
      onSuccess: (data) => {
        client.setQueryData(api.tenants.get.queryKey({}), data);
      },
      onError: toastRefusal,
    }),
  );

  function choose(shown: boolean) {
    set.mutate(
      { shown },
      {
        onSuccess: () =>
          offerUndo(
            shown
              ? "Names of linked records are now shown to everyone"
              : "Names of linked records are now hidden from those who cannot open them",
            () => succeeded(set.mutateAsync({ shown: !shown })),
          ),
      },
    );
  }

  return (
    <div className="flex gap-2.5 py-3">
      <Checkbox
        id={id}
        checked={workspace.showsHiddenNames}
        disabled={!may || set.isPending}
        onCheckedChange={(checked) => choose(checked === true)}
        aria-describedby={`${id}-hint`}
      />
      <div className="grid gap-0.5">
        <label htmlFor={id} className="font-medium">
          Show names of linked records people cannot open
        </label>
        <p id={`${id}-hint`} className="text-muted">
          Otherwise lists, boards, calendars, exports and the API say “a record you cannot see” in place of the name.
          Owners are always shown, and so is what belongs to the whole workspace.
        </p>
      </div>
    </div>
  );
}

/** The visibility of each object's records; a change can be undone. */
export function VisibilitySection({ workspace, may }: { workspace: Workspace; may: boolean }) {
  const api = useApi();
  const client = useQueryClient();
  const offerUndo = useUndoNotice();
  const { can } = useWorkspace();
  const set = useMutation(
    api.tenants.setVisibility.mutationOptions({
      onSuccess: (data) => {
        client.setQueryData(api.tenants.get.queryKey({}), data);
      },
      onError: toastRefusal,
    }),
  );

  function choose(entity: string, level: VisibilityLevel) {
    const before = workspace.visibility[entity] ?? "everyone";
    if (level === before) return;
    set.mutate(
      { entity, level },
      {
        onSuccess: () =>
          offerUndo(`${objectLabel(entity)} are now visible to: ${visibilityLabels[level].toLowerCase()}`, () =>
            succeeded(set.mutateAsync({ entity, level: before })),
          ),
      },
    );
  }

  return (
    <SettingsSection
      title="Visibility"
      description="Owners and admins always see all records. Managers see those of their teams and all teams below. Everyone sees records without an owner."
    >
      <ul className="border-t">
        {restrictableEntities
          .filter((entity) => can(`${entity}:view`))
          .map((entity) => (
            <li key={entity} className="flex min-h-11 items-center gap-4 border-border-soft border-b py-1.5">
              <span className="flex-1 font-medium">{objectLabel(entity)}</span>
              <Select
                aria-label={`Who can see ${objectLabel(entity).toLowerCase()}`}
                options={visibilityLevels.map((value) => ({ value, label: visibilityLabels[value] }))}
                value={workspace.visibility[entity] ?? "everyone"}
                onValueChange={(level) => choose(entity, level)}
                disabled={!may || set.isPending}
                className="w-52"
              />
            </li>
          ))}
      </ul>
      <HiddenNames workspace={workspace} may={may} />
    </SettingsSection>
  );
}
