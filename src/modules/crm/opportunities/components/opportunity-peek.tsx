"use client";

import { PeekRecord } from "@/components/layout/peek-record";
import { useWorkspace } from "@/components/layout/workspace-context";
import { api } from "@/trpc/react";
import type { Opportunity } from "../schema";
import { useDealMoves } from "./deal-moves";
import { DealMenu } from "./deal-verbs";
import { NextStep } from "./next-step";
import { OpportunityDetails } from "./opportunity-details";
import { OpportunityHead } from "./opportunity-record";
import { OpportunityStages } from "./opportunity-stages";

interface OpportunityPeekProps {
  id: string;
  known: Opportunity | undefined;
  onClose(): void;
}

/** One deal beside the list. */
export function OpportunityPeek({ id, known, onClose }: OpportunityPeekProps) {
  const { href } = useWorkspace();
  const query = api.opportunities.get.useQuery({ id }, { placeholderData: () => known });
  return (
    <PeekRecord query={query} list={{ label: "Opportunities", href: href("/opportunities/list") }} noun="opportunity">
      {(deal) => <Loaded deal={deal} onClose={onClose} />}
    </PeekRecord>
  );
}

function Loaded({ deal, onClose }: { deal: Opportunity; onClose: () => void }) {
  const moves = useDealMoves(deal);
  return (
    <>
      <OpportunityHead
        deal={deal}
        heading="h2"
        verbs={<DealMenu deal={deal} moves={moves} outcomes onDeleted={onClose} />}
      />
      <OpportunityStages deal={deal} moves={moves} />
      <NextStep deal={deal} />
      <div className="pt-1 hairline-t">
        <OpportunityDetails deal={deal} />
      </div>
      {moves.dialog}
    </>
  );
}
