"use client";

import { Button } from "@/components/ui/button";
import { MenuItem, MenuSeparator } from "@/components/ui/menu";
import { NounMenu } from "@/modules/platform/data/records/components/noun-menu";
import { declared } from "../fields";
import type { Opportunity } from "../schema";
import { type StageMoves, useStageMoves } from "./stage-moves";

interface OpportunityMenuProps {
  opportunity: Opportunity;
  moves: StageMoves;
  /** Runs when it was deleted; without it the board opens. */
  onDeleted?: (() => void) | undefined;
}

/** The rarer actions of an opportunity, and its outcome. */
export function OpportunityMenu({ opportunity, moves: { acts, moveTo }, onDeleted }: OpportunityMenuProps) {
  return (
    <NounMenu noun={declared} record={opportunity} onDeleted={onDeleted}>
      {acts.map(({ label, Icon, stageId }) => (
        <MenuItem key={label} icon={<Icon aria-hidden />} disabled={!stageId} onSelect={() => moveTo(stageId)}>
          {label}
        </MenuItem>
      ))}
      {acts.length > 0 ? <MenuSeparator /> : null}
    </NounMenu>
  );
}

/** The actions in the header of an opportunity's page; on a phone all of them are in the menu. */
export function OpportunityActions({ opportunity, compact }: { opportunity: Opportunity; compact?: boolean }) {
  const moves = useStageMoves(opportunity);
  const { acts, moveTo, pending, dialog } = moves;
  if (compact)
    return (
      <>
        <OpportunityMenu opportunity={opportunity} moves={moves} />
        {dialog}
      </>
    );
  return (
    <>
      <NounMenu noun={declared} record={opportunity} />
      {acts.toReversed().map(({ label, Icon, stageId }, place) => (
        <Button
          key={label}
          variant={label === "Mark as won" ? "primary" : "secondary"}
          icon={<Icon aria-hidden />}
          busy={pending && place === acts.length - 1}
          disabled={pending || !stageId}
          onClick={() => moveTo(stageId)}
        >
          {label}
        </Button>
      ))}
      {dialog}
    </>
  );
}
