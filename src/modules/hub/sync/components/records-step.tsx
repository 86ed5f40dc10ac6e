"use client";

import { useId } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { useSyncActs } from "../client";
import type { SyncObject } from "../schema";
import { choicesFor, type ObjectSettings } from "./object-choices";
import { ObjectName } from "./object-name";
import type { SyncProps } from "./sync-screen";
import { directionWord } from "./sync-words";

const directions = ["in", "both", "out"] as const;

/** For each kind of record which way it goes, and what happens to records of one side alone. */
export function RecordsStep({ connected: { label }, objects }: SyncProps) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <p className="max-w-[660px] px-edge pt-4 pb-3 text-muted">
        {`Choose for each kind of record which way it goes. Nothing is written in ${label} or here until you start.`}
      </p>
      <ul>
        {objects.map((object) => (
          <ObjectBlock key={object.id} object={object} label={label} />
        ))}
      </ul>
    </div>
  );
}

/** The choices of one object; each is saved at once. */
export function ObjectBlock({ object, label }: { object: SyncObject; label: string }) {
  const { can } = useWorkspace();
  const { saveFields } = useSyncActs();
  const may = can("connection:manage") && !saveFields.isPending;
  const save = (settings: Partial<ObjectSettings>) =>
    saveFields.mutate({ objectId: object.id, version: object.version, settings });
  return (
    <li className="border-t px-edge py-3.5 last:border-b">
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <ObjectName object={object} />
        <Segmented
          aria-label={`Direction of ${object.labels.ours}`}
          options={directions.map((value) => ({ value, label: directionWord(value, label) }))}
          value={object.direction}
          disabled={!may}
          onValueChange={(direction) => save({ direction })}
        />
      </div>
      <div className="mt-3 grid max-w-[860px] grid-cols-2 gap-x-8 gap-y-2 phone:grid-cols-1">
        {choicesFor(object, label).map((choice) => (
          <ChoiceLine key={choice.key} choice={choice} object={object} disabled={!may} onSave={save} />
        ))}
      </div>
    </li>
  );
}

interface ChoiceLineProps {
  choice: ReturnType<typeof choicesFor>[number];
  object: SyncObject;
  disabled: boolean;
  onSave(settings: Partial<ObjectSettings>): void;
}

function ChoiceLine({ choice, object, disabled, onSave }: ChoiceLineProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-3">
      <label htmlFor={id} className="min-w-0 flex-1 truncate text-muted">
        {choice.label}
      </label>
      <Select
        id={id}
        size="sm"
        quiet
        className="w-48 shrink-0"
        options={choice.options}
        value={choice.read(object)}
        disabled={disabled}
        aria-label={`${choice.label}: ${object.labels.ours}`}
        onValueChange={(value) => onSave(choice.write(value))}
      />
    </div>
  );
}
