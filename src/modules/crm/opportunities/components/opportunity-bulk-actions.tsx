"use client";

import { GitCommitHorizontal } from "lucide-react";
import { BulkPick } from "@/components/data-table/bulk-pick";
import type { ListSelection } from "@/components/data-table/list-bulk";
import { useListLocale } from "@/components/data-table/list-locale";
import { counted, nouns } from "@/lib/counted";
import { BulkOwnerPicker } from "@/modules/platform/members/components/owner-picker";
import { TagBulkPicker } from "@/modules/platform/tags/components/tag-picker";
import { StageMark, useStages } from "../../pipelines/components/stage-badge";
import { useBulkOpportunities } from "../client";
import type { Opportunity } from "../schema";

/** Warns of opportunities that would be won without a value; null when all have one. */
function withoutValue(rows: readonly Opportunity[], locale: string): string | null {
  const count = rows.filter((row) => row.amount === null && row.status !== "won").length;
  if (count === 0) return null;
  if (rows.length === 1) return "It has no value. It counts as won, but adds nothing to the totals.";
  const some = `${count.toLocaleString(locale)} of ${rows.length.toLocaleString(locale)} ${count === 1 ? "has" : "have"}`;
  return `${some} no value, and would add nothing to the totals.`;
}

/** Actions for many opportunities at once, beside archiving: move them to a stage, give them to a member. */
export function OpportunityBulkActions({ rows, clear }: ListSelection<Opportunity>) {
  const run = useBulkOpportunities();
  // Refused rows stay selected, so that the member can look at them or try again.
  const act = async (how: Parameters<typeof run<Opportunity>>[1]) => {
    if (await run(rows, how)) clear();
  };
  const { stages } = useStages();
  const { locale } = useListLocale();
  const pipelineId = rows[0]?.pipelineId;
  const sameLine = rows.every((row) => row.pipelineId === pipelineId);
  // Lost stages are missing here: each opportunity needs a loss reason of its own.
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
              question: (count) => ({
                title: `Move ${counted(count, nouns.opportunity)} to ${label}?`,
                description: "They go to the top of the stage.",
                action: `Move to ${label}`,
              }),
              warning: (moved) => (stages.get(value)?.type === "won" ? withoutValue(moved, locale) : null),
            })
          }
        />
      ) : null}
      <BulkOwnerPicker noun={nouns.opportunity} onAct={act} />
      <TagBulkPicker noun={nouns.opportunity} rows={rows} onAct={act} />
    </>
  );
}
