import "server-only";

/** The stored columns that an import reads and writes. */
export interface DealColumns {
  name: string;
  description: string | null;
  accountId: string | null;
  pipelineId: string;
  stageId: string;
  status: string;
  amountMinor: bigint | null;
  currency: string;
  probability: number | null;
  expectedCloseDate: string | null;
  actualCloseDate: string | null;
  closedAt: Date | null;
  lossReasonId: string | null;
  lossDetail: string | null;
  leadSource: string | null;
  ownerId: string | null;
  stageEnteredAt: Date | null;
  touchedAt: Date | null;
}

export interface StoredDeal extends DealColumns {
  id: string;
  version: number;
  externalId: string;
  rank: string;
  products: string[];
  /** Number of its present stay, and since when it is there. */
  sequence: number;
  enteredAt: Date | null;
}
