"use client";

import { Archive, ArchiveRestore, CircleCheck, CircleX, RotateCcw, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { RecordMenu } from "@/components/layout/record-menu";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { MenuItem, MenuSeparator } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import { useArchiveOpportunities, useDeleteOpportunity, useRestoreOpportunity } from "../client";
import type { Opportunity } from "../schema";
import type { DealMoves } from "./deal-moves";

/** Won, lost or reopened, as buttons in the header. */
export function OutcomeButtons({ deal, moves }: { deal: Opportunity; moves: DealMoves }) {
  const { won, lost, reopen, moveTo, pending } = moves;
  if (!deal.mayEdit || deal.archivedAt) return null;
  if (deal.status !== "open")
    return reopen ? (
      <Button icon={<RotateCcw aria-hidden />} busy={pending} onClick={() => moveTo(reopen)}>
        Reopen
      </Button>
    ) : null;
  return (
    <>
      {lost ? (
        <Button icon={<CircleX aria-hidden />} disabled={pending} onClick={() => moveTo(lost)}>
          Mark as lost
        </Button>
      ) : null}
      {won ? (
        <Button variant="primary" icon={<CircleCheck aria-hidden />} busy={pending} onClick={() => moveTo(won)}>
          Mark as won
        </Button>
      ) : null}
    </>
  );
}

interface DealMenuProps {
  deal: Opportunity;
  moves: DealMoves;
  /** Also the verbs that are buttons on wide pages. */
  outcomes?: boolean;
  /** Where to go when it is deleted; to the pipeline unless given. */
  onDeleted?: (() => void) | undefined;
}

/** The rarer verbs of a deal. */
export function DealMenu({ deal, moves, outcomes, onDeleted }: DealMenuProps) {
  const { can, href } = useWorkspace();
  const router = useRouter();
  const archive = useArchiveOpportunities();
  const restore = useRestoreOpportunity();
  const remove = useDeleteOpportunity();
  const [deleting, setDeleting] = useState(false);
  const mayDelete = can("opportunity:delete");
  if (!deal.mayEdit && !mayDelete) return null;
  const target = { id: deal.id, version: deal.version };
  return (
    <>
      <RecordMenu label={`More for ${deal.name}`}>
        {outcomes && deal.mayEdit && !deal.archivedAt ? <OutcomeItems deal={deal} moves={moves} /> : null}
        {!deal.mayEdit ? null : deal.archivedAt ? (
          <MenuItem
            icon={<ArchiveRestore aria-hidden />}
            onSelect={() =>
              restore.mutate(target, {
                onSuccess: () => notify.success(`${deal.name} restored`),
                onError: (error) => notify.error(readServerError(error).message),
              })
            }
          >
            Restore opportunity
          </MenuItem>
        ) : (
          <MenuItem icon={<Archive aria-hidden />} onSelect={() => void archive([deal])}>
            Archive opportunity
          </MenuItem>
        )}
        {mayDelete ? (
          <>
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => setDeleting(true)}>
              Delete for good
            </MenuItem>
          </>
        ) : null}
      </RecordMenu>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete ${deal.name} for good?`}
        description="It goes with its product lines and stage history, leaves all totals, and cannot be restored; an archived opportunity can."
        action="Delete opportunity"
        onConfirm={async () => {
          await remove.mutateAsync(target).catch((error: unknown) => {
            throw new Error(readServerError(error).message);
          });
          notify.success(`${deal.name} deleted`);
          if (onDeleted) onDeleted();
          else router.push(href("/opportunities"));
        }}
      />
    </>
  );
}

function OutcomeItems({ deal, moves: { won, lost, reopen, moveTo } }: { deal: Opportunity; moves: DealMoves }) {
  const item = (label: string, icon: typeof Archive, stageId: string | undefined) => {
    const Icon = icon;
    return stageId ? (
      <MenuItem icon={<Icon aria-hidden />} onSelect={() => moveTo(stageId)}>
        {label}
      </MenuItem>
    ) : null;
  };
  return (
    <>
      {deal.status === "open" ? (
        <>
          {item("Mark as won", CircleCheck, won)}
          {item("Mark as lost", CircleX, lost)}
        </>
      ) : (
        item("Reopen", RotateCcw, reopen)
      )}
      <MenuSeparator />
    </>
  );
}
