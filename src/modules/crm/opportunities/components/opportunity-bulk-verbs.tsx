"use client";

import { GitCommitHorizontal } from "lucide-react";
import { BulkPick } from "@/components/data-table/bulk-pick";
import type { ListSelection } from "@/components/data-table/data-table";
import { counted, nouns } from "@/lib/counted";
import { BulkOwnerPicker } from "@/modules/platform/members/components/owner-picker";
import { StageMark, useStages } from "../../pipelines/components/stage-badge";
import { useBulkOpportunities } from "../client";
import type { Opportunity } from "../schema";

/** What can be done with many deals at once, beside archiving: move them to a stage, give them to a member. */
export function OpportunityBulkVerbs({ rows, clear }: ListSelection<Opportunity>) {
  const run = useBulkOpportunities();
  // What was refused stays selected, so that it can be looked at or tried again.
  const act = async (how: Parameters<typeof run<Opportunity>>[1]) => {
    if (await run(rows, how)) clear();
  };
  const { stages } = useStages();
  const pipelineId = rows[0]?.pipelineId;
  const sameLine = rows.every((row) => row.pipelineId === pipelineId);
  // Lost asks for a reason, which is each deal's own.
  const targets = [...stages.values()].filter((stage) => stage.pipelineId === pipelineId && stage.type !== "lost");
  return (
    <>
      {sameLine ? (
        <BulkPick
          icon={<GitCommitHorizontal aria-hidden />}
          label="Move stage"
          options={targets.map((stage) => ({ value: stage.id, label: stage.name, icon: <StageMark stage={stage} /> }))}
          onPick={({ value, label }) =>
            act({
              action: { type: "move", stageId: value },
              back: () => ({ type: "undoMove" }),
              doing: `Moving opportunities to ${label}`,
              done: ({ length }) => `${counted(length, nouns.opportunity)} moved to ${label}`,
              refused: (count, of) => `${count} of ${counted(of, nouns.opportunity)} stayed unchanged.`,
            })
          }
        />
      ) : null}
      <BulkOwnerPicker noun={nouns.opportunity} onAct={act} />
    </>
  );
}
