"use client";

import { useMemo } from "react";
import { Badge } from "@/components/ui/badge";
import { NounHead } from "@/modules/platform/data/records/components/noun-head";
import { useStages } from "../../pipelines/components/stage-badge";
import { declared } from "../fields";
import type { Opportunity } from "../schema";
import { OpportunityMoveNotice } from "./move-notice";
import { Suggestion } from "./next-step";
import { OpportunityMenu } from "./opportunity-menu";
import { OpportunityStages } from "./opportunity-stages";
import { useStageMoves } from "./stage-moves";

export interface OpportunityTopProps {
  opportunity: Opportunity;
  /** Closes the panel beside a list or board; without it this is the record's own page. */
  onClose?: () => void;
}

/** Name, outcome and account of an opportunity, its stages, and what to do next. */
export function OpportunityTop({ opportunity, onClose }: OpportunityTopProps) {
  const moves = useStageMoves(opportunity);
  const { pipelines } = useStages();
  const { status, pipeline } = opportunity;
  const alone = useMemo(() => [opportunity], [opportunity]);
  return (
    <>
      <NounHead
        noun={declared}
        record={opportunity}
        facts={pipelines.length > 1 ? [{ id: "pipeline", text: pipeline.name }] : []}
        badge={
          <>
            {status === "won" ? <Badge tone="positive">Won</Badge> : null}
            {status === "lost" ? <Badge tone="danger">Lost</Badge> : null}
            <OpportunityMoveNotice opportunities={alone} />
          </>
        }
        {...(onClose && {
          heading: "h2" as const,
          actions: <OpportunityMenu opportunity={opportunity} moves={moves} onDeleted={onClose} />,
        })}
      />
      <OpportunityStages opportunity={opportunity} moves={moves} />
      {moves.dialog}
      {onClose ? (
        <>
          <Suggestion opportunity={opportunity} />
          <div className="pt-1 hairline-t" />
        </>
      ) : null}
    </>
  );
}
