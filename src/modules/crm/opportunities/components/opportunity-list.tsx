"use client";

import { useMemo } from "react";
import { moneyText, shownAmounts, sumsByCurrency } from "@/lib/money";
import { NounList } from "@/modules/platform/data/records/components/noun-list";
import { StageBadge, useStages } from "../../pipelines/components/stage-badge";
import { declared } from "../fields";
import type { Opportunity } from "../schema";
import {
  LazyMoveMany,
  LazyOpportunityForm,
  LazyOpportunityTop,
  LazyStageOfMany,
  LazySumWithOthers,
} from "./lazy-parts";
import { useOpportunityFilterNames, useOpportunityFilters } from "./opportunity-filters";
import { type OpportunityOwn, opportunityOwn } from "./opportunity-own";
import { opportunityColumns, stageColumn } from "./opportunity-table";
import { OpportunityViews } from "./opportunity-views";

const listOwn: OpportunityOwn = {
  ...opportunityOwn,
  columnsIn: opportunityColumns,
  extraColumns: [{ after: "account", column: stageColumn }],
  groupSums: (amounts, { currency }) => ({
    amount: (
      <LazySumWithOthers
        label="Value, other currencies"
        sums={shownAmounts(amounts, currency).map((total) => ({ total }))}
      />
    ),
  }),
  bulkSum(rows, at) {
    const amounts = rows.map(({ amount }) => amount);
    return sumsByCurrency(amounts, at.currency)
      .map((sum) => moneyText(sum, at))
      .join(", ");
  },
  BulkAct: LazyMoveMany,
  manyActs: [{ name: "move", label: "Stage", Input: LazyStageOfMany }],
  Form: LazyOpportunityForm,
};

/** All opportunities as a list; stages are in the order of their pipelines. */
export function OpportunityList() {
  const { stages } = useStages();
  const names = useOpportunityFilterNames();
  const shown = useOpportunityFilters();
  const own = useMemo((): OpportunityOwn => {
    const byStage = {
      ...{ field: "stage", label: "Stage", columnId: "stage", order: [...stages.keys()] },
      of: (row: object) => (row as Opportunity).stageId,
      name: ({ label }: { label: string | null }) => label ?? "Unknown stage",
      head: ({ value }: { value: string | null }) => <StageBadge stageId={value ?? ""} />,
    };
    return { ...listOwn, filters: { names, shown }, groupings: [byStage] };
  }, [stages, names, shown]);
  return (
    <NounList
      noun={declared}
      own={own}
      head={(record, close) => <LazyOpportunityTop opportunity={record as Opportunity} onClose={close} />}
      views={<OpportunityViews current="list" />}
    />
  );
}
