"use client";

import { GitCommitHorizontal, User } from "lucide-react";
import { type ReactNode, useState } from "react";
import { BulkVerb } from "@/components/data-table/bulk-bar";
import type { ListSelection } from "@/components/data-table/data-table";
import { type Option, OptionList, type OptionSource } from "@/components/ui/option-list";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { useMemberSearch } from "@/modules/platform/members/components/member-picker";
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
  const members = useMemberSearch();
  const pipelineId = rows[0]?.pipelineId;
  const sameLine = rows.every((row) => row.pipelineId === pipelineId);
  // Lost asks for a reason, which is each deal's own.
  const targets = [...stages.values()].filter((stage) => stage.pipelineId === pipelineId && stage.type !== "lost");
  return (
    <>
      {sameLine ? (
        <PickVerb
          icon={<GitCommitHorizontal aria-hidden />}
          label="Move stage"
          options={targets.map((stage) => ({ value: stage.id, label: stage.name, icon: <StageMark stage={stage} /> }))}
          onPick={({ value, label }) =>
            act({
              action: { type: "move", stageId: value },
              back: () => ({ type: "undoMove" }),
              doing: `Moving opportunities to ${label}`,
              done: ({ length }) =>
                length === 1 ? `1 opportunity moved to ${label}` : `${length} opportunities moved to ${label}`,
              refused,
            })
          }
        />
      ) : null}
      <PickVerb
        icon={<User aria-hidden />}
        label="Assign"
        search={members}
        onPick={({ value, label }) =>
          act({
            action: { type: "edit", ownerId: value },
            back: (row) => ({ type: "edit", ownerId: row.owner?.id ?? null }),
            doing: `Giving opportunities to ${label}`,
            done: ({ length }) =>
              length === 1 ? `1 opportunity given to ${label}` : `${length} opportunities given to ${label}`,
            refused,
          })
        }
      />
    </>
  );
}

const refused = (count: number, of: number) => `${count} of ${of} opportunities stayed as they were.`;

/** A verb of the bulk bar that asks for one choice. */
function PickVerb({
  icon,
  label,
  onPick,
  ...source
}: OptionSource & { icon: ReactNode; label: string; onPick(option: Option): void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverAnchor asChild>
        <span>
          <BulkVerb icon={icon} onClick={() => setOpen(true)}>
            {label}
          </BulkVerb>
        </span>
      </PopoverAnchor>
      <PopoverContent aria-label={label} side="top" className="w-64">
        <OptionList
          label={label}
          {...source}
          onPick={(option) => {
            setOpen(false);
            onPick(option);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
