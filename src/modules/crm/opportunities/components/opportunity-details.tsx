"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { DescriptionList, DescriptionRow, SectionHead } from "@/components/ui/description-list";
import { formatDay } from "@/lib/day-words";
import type { RecordOf } from "@/lib/fields/record";
import { moneyText } from "@/lib/money";
import { NounDetails, NounRow } from "@/modules/platform/data/records/components/noun-details";
import { StageBadge, useStages } from "../../pipelines/components/stage-badge";
import { useOpportunityEdits } from "../client";
import { declared } from "../fields";
import type { Opportunity } from "../schema";

export interface OpportunityDetailsProps {
  record: RecordOf<typeof declared.fields>;
}

/** The left column of an opportunity: every field, edited in place. */
export function OpportunityDetails({ record }: OpportunityDetailsProps) {
  const opportunity = record as Opportunity;
  const { locale } = useWorkspace();
  const edits = useOpportunityEdits();
  const of = { noun: declared, record: opportunity, edits };
  const day = opportunity.expectedCloseDate;
  const isOpen = opportunity.status === "open";
  const probability = {
    value: opportunity.mayEdit ? opportunity.ownProbability : opportunity.probability,
    placeholder:
      opportunity.stage.probability === null ? "No probability" : `${opportunity.stage.probability}% from the stage`,
    children: `${opportunity.probability}%`,
  };
  return (
    <NounDetails
      {...of}
      rows={{
        account: (
          <>
            <NounRow {...of} name="account" />
            <DescriptionRow label="Stage">
              <StageBadge stageId={opportunity.stageId} />
            </DescriptionRow>
          </>
        ),
        ...(opportunity.valueFromLines ? { amount: <ValueFromLines opportunity={opportunity} /> } : {}),
        probability: isOpen ? (
          <NounRow {...of} name="probability" edit={probability} />
        ) : (
          <DescriptionRow label="Probability" field="probability">
            {opportunity.probability}%
          </DescriptionRow>
        ),
        expectedCloseDate: (
          <NounRow
            {...of}
            name="expectedCloseDate"
            edit={{ was: day ? `Was ${formatDay(day, locale)}` : "No date so far" }}
          />
        ),
      }}
    >
      {isOpen ? null : <Outcome {...of} />}
    </NounDetails>
  );
}

/** The value that nobody types: the total of the lines. */
function ValueFromLines({ opportunity: { amount } }: { opportunity: Opportunity }) {
  const at = useListLocale();
  return (
    <DescriptionRow label="Value" field="amount">
      <span className="truncate">{amount ? moneyText(amount, at) : "–"}</span>
    </DescriptionRow>
  );
}

interface OutcomeProps {
  noun: typeof declared;
  record: Opportunity;
  edits: ReturnType<typeof useOpportunityEdits>;
}

/** When an opportunity closed, and why it was lost. */
function Outcome(of: OutcomeProps) {
  const { stageId, status } = of.record;
  const reasons = useStages().stages.get(stageId)?.pipeline.lossReasons ?? [];
  const options = reasons.filter((reason) => !reason.archivedAt).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <SectionHead title="Outcome" line className="mt-3" />
      <DescriptionList>
        <NounRow {...of} name="actualCloseDate" edit={{ required: true }} />
        {status === "lost" ? (
          <>
            <NounRow {...of} name="lossReason" edit={{ required: true, options, search: undefined }} />
            <NounRow {...of} name="lossDetail" />
          </>
        ) : null}
      </DescriptionList>
    </>
  );
}
