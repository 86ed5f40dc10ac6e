"use client";

import { Building2, GitCommitHorizontal, IdCard, Package, Target, Users } from "lucide-react";
import { useMemo } from "react";
import type { FilterField } from "@/components/data-table/filter-fields";
import { fieldFilters, filterNames } from "@/components/fields/field-columns";
import { useNoun } from "@/components/fields/use-noun";
import type { Fields } from "@/lib/fields/field";
import { useFieldContext } from "@/modules/platform/data/records/components/use-field-context";
import { useTeamPicks } from "@/modules/platform/identity/teams/components/team-picker";
import { useStages } from "../../pipelines/components/stage-badge";
import { declared } from "../fields";

/** The server filters by the own probability alone, and most opportunities follow their stage. */
function useShown(): Fields {
  const { allFields } = useNoun(declared);
  return useMemo(() => {
    const { probability: _probability, ...shown } = allFields;
    return shown;
  }, [allFields]);
}

/** The filters of list and board, with their choices: stage and pipeline, those of the fields, and of related records. */
export function useOpportunityFilters(): FilterField[] {
  const { pipelines } = useStages();
  const shown = useShown();
  const at = useFieldContext(declared.head);
  const teams = useTeamPicks();
  const products = at.picks("product");
  const people = at.picks("contact");
  return useMemo(() => {
    const several = pipelines.length > 1;
    const named = (pipeline: { name: string }, { name }: { name: string }) =>
      several ? `${pipeline.name}, ${name}` : name;
    const stages = pipelines.flatMap((pipeline) =>
      pipeline.stages.map((stage) => ({ value: stage.id, label: named(pipeline, stage) })),
    );
    const reasons = pipelines.flatMap((pipeline) =>
      pipeline.lossReasons.map((reason) => ({ value: reason.id, label: named(pipeline, reason) })),
    );
    const lines = pipelines.map(({ id, name }) => ({ value: id, label: name }));
    return [
      { field: "stage", label: "Stage", kind: "enum", icon: <GitCommitHorizontal aria-hidden />, options: stages },
      ...fieldFilters(shown, at).flatMap((filter): FilterField[] => {
        if (filter.field !== "lossReason") return [filter];
        const { field, label, icon } = filter;
        return reasons.length > 0 ? [{ field, label, icon, kind: "enum", options: reasons }] : [];
      }),
      { field: "team", label: "Team", kind: "member", icon: <Users aria-hidden />, ...teams },
      {
        field: "family",
        label: "Account family",
        kind: "member",
        icon: <Building2 aria-hidden />,
        ...at.picks("account"),
      },
      { field: "product", label: "Product", kind: "member", icon: <Package aria-hidden />, ...products },
      { field: "contact", label: "Contact", kind: "member", icon: <IdCard aria-hidden />, ...people },
      ...(several
        ? [
            {
              field: "pipeline",
              label: "Pipeline",
              kind: "enum" as const,
              icon: <Target aria-hidden />,
              options: lines,
            },
          ]
        : []),
    ];
  }, [pipelines, shown, at, teams, products, people]);
}

/** Names of all fields that an address may filter by; other names in it are ignored. */
export function useOpportunityFilterNames(): string[] {
  const shown = useShown();
  return useMemo(() => ["stage", "team", "family", "product", "contact", "pipeline", ...filterNames(shown)], [shown]);
}
