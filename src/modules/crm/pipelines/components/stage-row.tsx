"use client";

import { useMutation } from "@tanstack/react-query";
import { Ellipsis, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { IconButton } from "@/components/ui/icon-button";
import { InlineEdit } from "@/components/ui/inline-edit";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { MoveItems, type Moves } from "@/components/ui/move-items";
import { notify } from "@/components/ui/toast";
import { counted, type Noun, nouns } from "@/lib/counted";
import { type RouterInputs, useApi } from "@/trpc/react";
import { usePipelineEdits } from "../client";
import { type Stage, stage as stageSchema } from "../schema";
import { StageMark, useStages } from "./stage-badge";
import { StageColorPicker } from "./stage-color-picker";

type Patch = Omit<RouterInputs["pipelines"]["updateStage"], "id" | "version">;

export const typeLabels: Record<Stage["type"], string> = { open: "Open", won: "Won", lost: "Lost" };

export interface StageRowProps extends Moves {
  stage: Stage;
  may: boolean;
  /** The number of opportunities in the stage. */
  opportunities: ReactNode;
  /** Null for the last one of its type: a pipeline needs all three. */
  onRemove: (() => void) | null;
}

/** One stage of a pipeline: everything edited in place. */
export function StageRow({ stage, may, opportunities, onUp, onDown, onRemove }: StageRowProps) {
  const api = useApi();
  const { locale } = useWorkspace();
  const placed = useStages().stages.get(stage.id);
  const update = useMutation(api.pipelines.updateStage.mutationOptions());
  const edits = usePipelineEdits<Stage, Patch>(stageSchema, (target, patch) =>
    update.mutateAsync({ ...target, ...patch }),
  );
  const save = (label: string, patch: Patch) => edits.save(stage, label, patch);

  const open = stage.type === "open";
  const percent =
    stage.probability === null ? null : (stage.probability / 100).toLocaleString(locale, { style: "percent" });
  return (
    <>
      <span className="flex w-6 shrink-0 items-center">{placed ? <StageMark stage={placed} /> : null}</span>
      <span className="flex h-9 min-w-0 flex-1 items-center font-medium">
        <InlineEdit
          label={`name of ${stage.name}`}
          kind="text"
          value={stage.name}
          required
          readOnly={!may}
          onSave={(value) => save("Name", { name: String(value) })}
        >
          <span className="truncate">{stage.name}</span>
        </InlineEdit>
      </span>
      <span className="w-16 shrink-0 text-muted phone:hidden">{typeLabels[stage.type]}</span>
      <span className="flex h-9 w-26 shrink-0 items-center">
        <InlineEdit
          label={`probability of ${stage.name}`}
          kind="percent"
          value={stage.probability}
          placeholder="No probability"
          readOnly={!may || !open}
          className="w-full justify-end [&>button]:justify-end"
          onSave={(value) => save("Probability", { probability: value === null ? null : Number(value) })}
        >
          <span className="ml-auto">{percent}</span>
        </InlineEdit>
      </span>
      <Limit
        label={`days until opportunities in ${stage.name} are inactive`}
        value={stage.rotDays}
        unit={nouns.day}
        placeholder={open ? "Never" : "–"}
        readOnly={!may || !open}
        onSave={(rotDays) => save("Inactive after", { rotDays })}
      />
      <Limit
        label={`working hours until ${stage.name} is to be followed up`}
        value={stage.serviceHours}
        unit={nouns.hour}
        placeholder={open ? "Any time" : "–"}
        readOnly={!may || !open}
        onSave={(serviceHours) => save("Follow up within", { serviceHours })}
      />
      <span className="w-24 shrink-0 text-right text-muted phone:hidden">{opportunities}</span>
      <span className="flex w-8 shrink-0 justify-end phone:hidden">
        {may && open ? (
          <StageColorPicker
            name={stage.name}
            value={stage.color}
            onChange={(color) => void save("Color", { color }).catch((error: Error) => notify.error(error.message))}
          />
        ) : null}
      </span>
      <span className="flex w-8 shrink-0 justify-end">
        {may ? <StageMenu {...{ stage, onUp, onDown, onRemove }} /> : null}
      </span>
    </>
  );
}

interface LimitProps {
  label: string;
  value: number | null;
  unit: Noun;
  placeholder: string;
  readOnly: boolean;
  onSave(value: number | null): Promise<void>;
}

/** A limit of a stage in days or hours, edited in place. */
function Limit({ value, unit, onSave, ...shown }: LimitProps) {
  const { locale } = useListLocale();
  return (
    <span className="flex h-9 w-28 shrink-0 items-center phone:hidden">
      <InlineEdit
        {...shown}
        kind="number"
        value={value}
        className="w-full justify-end [&>button]:justify-end"
        onSave={(next) => onSave(next === null ? null : Number(next))}
      >
        <span className="ml-auto">{value === null ? null : counted(value, unit, locale)}</span>
      </InlineEdit>
    </span>
  );
}

function StageMenu({ stage, onUp, onDown, onRemove }: Omit<StageRowProps, "may" | "opportunities">) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={`More for ${stage.name}`} icon={<Ellipsis aria-hidden />} />
      </MenuTrigger>
      <MenuContent align="end">
        <MoveItems onUp={onUp} onDown={onDown} />
        <MenuSeparator />
        <MenuItem danger icon={<Trash2 aria-hidden />} disabled={!onRemove} onSelect={() => onRemove?.()}>
          {onRemove ? "Remove stage" : `The only ${typeLabels[stage.type].toLowerCase()} stage cannot be removed`}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
