"use client";

import { GitCommitHorizontal } from "lucide-react";
import { BulkPick } from "@/components/data-table/bulk-pick";
import { useListLocale } from "@/components/data-table/list-locale";
import { counted, nouns } from "@/lib/counted";
import type { RecordOf } from "@/lib/fields/record";
import type { BulkActProps } from "@/modules/platform/data/records/components/noun-own";
import type { ActOnMany } from "@/trpc/bulk";
import type { RouterInputs } from "@/trpc/react";
import { StageMark, useStages } from "../../pipelines/components/stage-badge";
import type { declared } from "../fields";
import type { Opportunity } from "../schema";

type Move = RouterInputs["opportunities"]["bulk"]["action"];

/** Warns of opportunities that would be won without a value; null when all have one. */
function withoutValue(rows: readonly Opportunity[], locale: string): string | null {
  const count = rows.filter((row) => row.amount === null && row.status !== "won").length;
  if (count === 0) return null;
  if (rows.length === 1) return "It has no value. It counts as won, but adds nothing to the totals.";
  const some = `${count.toLocaleString(locale)} of ${rows.length.toLocaleString(locale)} ${count === 1 ? "has" : "have"}`;
  return `${some} no value, and would add nothing to the totals.`;
}

export type MoveManyProps = BulkActProps<RecordOf<typeof declared.fields>>;

/** Moves many opportunities to a stage at once. */
export function MoveMany({ rows: given, onAct }: MoveManyProps) {
  const rows = given as readonly Opportunity[];
  const { stages } = useStages();
  const { locale } = useListLocale();
  const pipelineId = rows[0]?.pipelineId;
  if (rows.some((row) => row.pipelineId !== pipelineId)) return null;
  // Lost stages are missing here: each opportunity needs a loss reason of its own.
  const targets = [...stages.values()].filter((stage) => stage.pipelineId === pipelineId && stage.type !== "lost");
  const moving = (stageId: string, label: string): ActOnMany<Opportunity, Move> => ({
    action: { type: "move", stageId },
    back: () => ({ type: "undoMove" }),
    doing: `Moving opportunities to ${label}`,
    done: ({ length }, locale) => `${counted(length, nouns.opportunity, locale)} moved to ${label}`,
    refused: (count, of, locale) =>
      `${count.toLocaleString(locale)} of ${counted(of, nouns.opportunity, locale)} stayed unchanged.`,
    question: (count, locale) => ({
      title: `Move ${counted(count, nouns.opportunity, locale)} to ${label}?`,
      description: "They go to the top of the stage.",
      action: `Move to ${label}`,
    }),
    warning: (moved) => (stages.get(stageId)?.type === "won" ? withoutValue(moved, locale) : null),
  });
  return (
    <BulkPick
      icon={<GitCommitHorizontal aria-hidden />}
      label="Move stage"
      options={targets.map((stage) => ({ value: stage.id, label: stage.name, icon: <StageMark stage={stage} /> }))}
      onPick={({ value, label }) => onAct(moving(value, label) as never)}
    />
  );
}
