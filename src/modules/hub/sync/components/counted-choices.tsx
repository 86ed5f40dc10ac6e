"use client";

import { useId } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { SectionHead } from "@/components/ui/description-list";
import { RadioGroup } from "@/components/ui/radio-group";
import { useSyncActs } from "../client";
import { countedChoices, type ObjectSettings } from "./object-choices";
import { rehearsalOf, sharedBy, sumOf } from "./sync-counts";
import type { SyncProps } from "./sync-screen";
import { recordWord } from "./sync-words";

type Key = "createsHere" | "createsThere" | "fillsEmpty";

/** The choices whose effect the counts show, for all objects at once. */
export function CountedChoices({ connected: { label }, objects }: SyncProps) {
  const { locale } = useWorkspace();
  const sum = sumOf(objects.map(rehearsalOf));
  const choices = countedChoices(label);
  const counts: Readonly<Partial<Record<Key, number>>> = {
    createsHere: sum.createdHere,
    createsThere: sum.createdThere,
  };
  return (
    <>
      <SectionHead title="Choices that change the counts" />
      {(Object.keys(choices) as Key[]).map((key) => {
        const value = sharedBy(objects, key);
        const count = value === true ? counts[key] : undefined;
        return (
          <SharedChoice
            key={key}
            choice={choices[key]}
            value={value}
            hint={count === undefined ? undefined : recordWord(count, locale)}
            objects={objects}
          />
        );
      })}
    </>
  );
}

interface SharedChoiceProps extends Pick<SyncProps, "objects"> {
  choice: ReturnType<typeof countedChoices>[Key];
  /** Null where the objects differ: then none is marked. */
  value: boolean | null;
  hint: string | undefined;
}

function SharedChoice({ choice, value, hint, objects }: SharedChoiceProps) {
  const id = useId();
  const { can } = useWorkspace();
  const { saveFields } = useSyncActs();
  async function choose(next: string) {
    const settings: Partial<ObjectSettings> = choice.write(next);
    // Each object has its own version; one refusal is said, and the others keep what was chosen.
    for (const { id: objectId, version } of objects)
      await saveFields.mutateAsync({ objectId, version, settings }).catch(() => undefined);
  }
  return (
    <div className="px-edge pt-2 pb-1">
      <h3 id={id} className="mb-1.5 font-medium">
        {choice.label}
      </h3>
      <RadioGroup
        aria-labelledby={id}
        options={choice.options.map((option) => ({
          ...option,
          ...(option.value === "yes" && hint ? { hint } : {}),
        }))}
        value={chosenOf(value)}
        disabled={!can("connection:manage") || saveFields.isPending}
        onValueChange={(next) => void choose(next)}
      />
      {value === null && !saveFields.isPending ? (
        <p className="mt-1 text-muted text-sm">Not the same for all objects: see Records.</p>
      ) : null}
    </div>
  );
}

function chosenOf(value: boolean | null): string {
  if (value === null) return "";
  return value ? "yes" : "no";
}
