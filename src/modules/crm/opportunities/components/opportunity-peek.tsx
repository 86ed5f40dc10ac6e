"use client";

import { useQuery } from "@tanstack/react-query";
import { PeekRecord } from "@/components/layout/peek-record";
import { useWorkspace } from "@/components/layout/workspace-context";
import { useApi } from "@/trpc/react";
import type { Opportunity } from "../schema";
import { NextStep } from "./next-step";
import { OpportunityDetails } from "./opportunity-details";
import { OpportunityMenu } from "./opportunity-menu";
import { OpportunityHead } from "./opportunity-record";
import { OpportunityStages } from "./opportunity-stages";
import { useStageMoves } from "./stage-moves";

interface OpportunityPeekProps {
  id: string;
  known: Opportunity | undefined;
  onClose(): void;
}

/** One opportunity beside the list. */
export function OpportunityPeek({ id, known, onClose }: OpportunityPeekProps) {
  const api = useApi();
  const { href } = useWorkspace();
  const query = useQuery(api.opportunities.get.queryOptions({ id }, { placeholderData: () => known }));
  return (
    <PeekRecord query={query} list={{ label: "Opportunities", href: href("/opportunities/list") }} noun="opportunity">
      {(opportunity) => <Loaded opportunity={opportunity} onClose={onClose} />}
    </PeekRecord>
  );
}

function Loaded({ opportunity, onClose }: { opportunity: Opportunity; onClose: () => void }) {
  const moves = useStageMoves(opportunity);
  return (
    <>
      <OpportunityHead
        opportunity={opportunity}
        heading="h2"
        actions={<OpportunityMenu opportunity={opportunity} moves={moves} outcomes onDeleted={onClose} />}
      />
      <OpportunityStages opportunity={opportunity} moves={moves} />
      <NextStep opportunity={opportunity} />
      <div className="pt-1 hairline-t">
        <OpportunityDetails opportunity={opportunity} />
      </div>
      {moves.dialog}
    </>
  );
}
