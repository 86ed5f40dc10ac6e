"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { viewOfState } from "@/components/data-table/view-state";
import { readServerError } from "@/components/form/server-error";
import { toastRefusal } from "@/components/form/toast-refusal";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { useApi } from "@/trpc/react";
import { notifyViewSaved, useViewActs } from "./use-view-acts";
import type { ViewPartProps } from "./view-part-props";

/** Says that the list differs from its view, and resets, saves or copies the view. */
export function ViewChanges({ list, view: { kept }, layout, onEdit }: ViewPartProps) {
  const acts = useViewActs();
  // The version that the changes began with: a later one, which live updates bring, has somebody else's changes.
  const [version] = useState(kept?.version);
  const [busy, setBusy] = useState(false);
  const [savedBy, setSavedBy] = useState<string | null>(null);

  async function save(): Promise<void> {
    if (!kept || version === undefined) return;
    setBusy(true);
    try {
      await acts.update({ id: kept.id, version, state: viewOfState(list.state, layout) });
      await list.reset();
      notifyViewSaved(kept.name);
    } catch (error) {
      const { code, details } = readServerError(error);
      if (code === "CONFLICT") setSavedBy(nameIn(details.by) ?? "Somebody");
      else toastRefusal(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="flex flex-1 items-center gap-1 text-muted text-sm phone:text-[13px]">
      <span role="status" className="mr-1 phone:flex-1">
        View changed
      </span>
      <Button variant="ghost" size="sm" onClick={() => void list.reset()}>
        Reset
      </Button>
      <Button variant="ghost" size="sm" onClick={() => onEdit(null)}>
        Save as new
      </Button>
      {kept?.mayEdit ? (
        <Button size="sm" busy={busy} onClick={() => void save()} className="ml-1">
          Save
        </Button>
      ) : null}
      {savedBy && kept ? (
        <SavedMeanwhile
          by={savedBy}
          name={kept.name}
          onClose={() => setSavedBy(null)}
          onReload={() => list.reset()}
          onSaveAs={() => onEdit(null)}
        />
      ) : null}
    </div>
  );
}

const nameIn = (by: unknown): string | undefined =>
  typeof by === "object" && by !== null && "name" in by ? String(by.name) : undefined;

interface SavedMeanwhileProps {
  by: string;
  name: string;
  onClose(): void;
  onReload(): Promise<unknown>;
  onSaveAs(): void;
}

/** Somebody else saved the view since it was opened here: loads their view, or saves the own changes as a new one. */
function SavedMeanwhile({ by, name, onClose, onReload, onSaveAs }: SavedMeanwhileProps) {
  const { views } = useApi();
  const client = useQueryClient();
  async function reload(): Promise<void> {
    await client.invalidateQueries(views.list.pathFilter());
    await onReload();
    onClose();
  }
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={`${by} saved ${name} meanwhile`}
        description="Your changes are not saved, and theirs are. Reload the view to see theirs, or save yours as a new view."
      >
        <DialogFooter>
          <Button onClick={() => void reload()}>Reload the view</Button>
          <Button
            variant="primary"
            onClick={() => {
              onClose();
              onSaveAs();
            }}
          >
            Save as new
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
