"use client";

import { CircleCheck, CircleX, type LucideIcon, RotateCcw } from "lucide-react";
import { RecordVerbs } from "@/components/layout/record-verbs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { MenuItem, MenuSeparator } from "@/components/ui/menu";
import { FollowLink } from "@/modules/platform/notifications/components/follow-link";
import { useArchiveOpportunities, useDeleteOpportunity, useRestoreOpportunities } from "../client";
import type { Opportunity } from "../schema";
import type { DealMoves } from "./deal-moves";

/** Won, lost or reopened, as buttons in the header. */
export function OutcomeButtons({ deal, moves }: { deal: Opportunity; moves: DealMoves }) {
  const { won, lost, reopen, moveTo, pending } = moves;
  if (!deal.mayEdit || deal.archivedAt) return null;
  if (deal.status !== "open")
    return (
      <Button
        icon={<RotateCcw aria-hidden />}
        busy={pending}
        disabled={!reopen}
        onClick={() => reopen && moveTo(reopen)}
      >
        Reopen
      </Button>
    );
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
  const archive = useArchiveOpportunities();
  const restore = useRestoreOpportunities();
  const remove = useDeleteOpportunity();
  const deletion = {
    run: remove.mutateAsync,
    consequence:
      "It goes with its product lines and stage history, leaves all totals, and cannot be restored; an archived opportunity can.",
    listHref: href("/opportunities"),
    onDeleted,
  };
  return (
    <RecordVerbs
      record={deal}
      noun="opportunity"
      onArchive={archive}
      onRestore={restore}
      deletion={can("opportunity:delete") ? deletion : undefined}
    >
      {outcomes && deal.mayEdit && !deal.archivedAt ? <OutcomeItems deal={deal} moves={moves} /> : null}
      <FollowLink entity="opportunity" recordId={deal.id} name={deal.name} />
    </RecordVerbs>
  );
}

function OutcomeItems({ deal, moves: { won, lost, reopen, moveTo } }: { deal: Opportunity; moves: DealMoves }) {
  const item = (label: string, Icon: LucideIcon, stageId: string | undefined) =>
    stageId ? (
      <MenuItem icon={<Icon aria-hidden />} onSelect={() => moveTo(stageId)}>
        {label}
      </MenuItem>
    ) : null;
  return (
    <>
      {deal.status === "open" ? (
        <>
          {item("Mark as won", CircleCheck, won)}
          {item("Mark as lost", CircleX, lost)}
        </>
      ) : (
        <MenuItem icon={<RotateCcw aria-hidden />} disabled={!reopen} onSelect={() => reopen && moveTo(reopen)}>
          Reopen
        </MenuItem>
      )}
      <MenuSeparator />
    </>
  );
}
