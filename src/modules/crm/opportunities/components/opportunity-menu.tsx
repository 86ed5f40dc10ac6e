"use client";

import { CircleCheck, CircleX, type LucideIcon, RotateCcw } from "lucide-react";
import { RecordMenu } from "@/components/layout/record-menu";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { MenuItem, MenuSeparator } from "@/components/ui/menu";
import { FollowLink } from "@/modules/platform/notifications/components/follow-link";
import { useArchiveOpportunities, useDeleteOpportunity, useRestoreOpportunities } from "../client";
import type { Opportunity } from "../schema";
import type { StageMoves } from "./stage-moves";

/** Won, lost or reopened, as buttons in the header. */
export function OutcomeButtons({ opportunity, moves }: { opportunity: Opportunity; moves: StageMoves }) {
  const { won, lost, reopen, moveTo, pending } = moves;
  if (!opportunity.mayEdit || opportunity.archivedAt) return null;
  if (opportunity.status !== "open")
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

interface OpportunityMenuProps {
  opportunity: Opportunity;
  moves: StageMoves;
  /** Shows also the actions that are buttons on wide pages. */
  outcomes?: boolean;
  /** Runs when it was deleted; without it the board opens. */
  onDeleted?: (() => void) | undefined;
}

/** The rarer actions of an opportunity. */
export function OpportunityMenu({ opportunity, moves, outcomes, onDeleted }: OpportunityMenuProps) {
  const { can, href } = useWorkspace();
  const archive = useArchiveOpportunities();
  const restore = useRestoreOpportunities();
  const remove = useDeleteOpportunity();
  const deletion = {
    run: remove.mutateAsync,
    consequence:
      "Its product lines and stage history are deleted too, totals no longer count it, and you cannot restore it. You can archive it instead.",
    listHref: href("/opportunities"),
    onDeleted,
  };
  return (
    <RecordMenu
      record={opportunity}
      noun="opportunity"
      onArchive={archive}
      onRestore={restore}
      deletion={can("opportunity:delete") ? deletion : undefined}
    >
      {outcomes && opportunity.mayEdit && !opportunity.archivedAt ? (
        <OutcomeItems opportunity={opportunity} moves={moves} />
      ) : null}
      <FollowLink entity="opportunity" recordId={opportunity.id} name={opportunity.name} />
    </RecordMenu>
  );
}

function OutcomeItems({
  opportunity,
  moves: { won, lost, reopen, moveTo },
}: {
  opportunity: Opportunity;
  moves: StageMoves;
}) {
  const item = (label: string, Icon: LucideIcon, stageId: string | undefined) =>
    stageId ? (
      <MenuItem icon={<Icon aria-hidden />} onSelect={() => moveTo(stageId)}>
        {label}
      </MenuItem>
    ) : null;
  return (
    <>
      {opportunity.status === "open" ? (
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
