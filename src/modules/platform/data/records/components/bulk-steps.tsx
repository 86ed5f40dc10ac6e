"use client";

import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { BulkPick } from "@/components/data-table/bulk-pick";
import { useWorkspace } from "@/components/layout/workspace-context";
import { counted } from "@/lib/counted";
import { valueIn } from "@/lib/fields/custom";
import type { FieldOf, Fields } from "@/lib/fields/field";
import type { PatchOf } from "@/lib/fields/record";
import { stateLabel, statesIn, transitionTo } from "@/lib/fields/states";
import type { ActOnMany, Target } from "@/trpc/bulk";
import type { NounWith } from "@/trpc/noun-client";
import { LazyStepDialog } from "./lazy-dialogs";
import type { Step } from "./noun-steps";

type Patch = PatchOf<Fields>;
type StepAction = { type: "transition"; verb: string; values?: Patch };

interface BulkStepsProps<Row extends Target> {
  noun: NounWith<Fields>;
  rows: readonly Row[];
  onAct(act: ActOnMany<Row, StepAction>): void;
}

/** Makes one transition with the selected records; those that it does not fit stay and say why. */
export function BulkSteps<Row extends Target>({ noun, rows, onAct }: BulkStepsProps<Row>) {
  const { can, locale } = useWorkspace();
  const [asked, setAsked] = useState<Step | null>(null);
  const steps = statesIn(noun.fields).flatMap(([name, { states }]) =>
    Object.entries(states).flatMap(([verb, step]): Step[] =>
      step.needs && !can(`${noun.entity}:${step.needs}`) ? [] : [{ name, verb, step }],
    ),
  );
  if (steps.length === 0) return null;
  const act = (one: Step, values?: Patch) => onAct(actOf(noun, one, { rows, can, values }));
  return (
    <>
      <BulkPick
        icon={<ArrowRight aria-hidden />}
        label="Change state"
        search={async (text) =>
          steps
            .filter(({ step }) => step.label.toLowerCase().includes(text.trim().toLowerCase()))
            .map(({ verb, step }) => ({ value: verb, label: step.label }))
        }
        onPick={({ value }) => {
          const one = steps.find(({ verb }) => verb === value);
          if (one?.step.requires?.length) setAsked(one);
          else if (one) act(one);
        }}
      />
      {asked ? (
        <LazyStepDialog
          noun={noun}
          step={asked.step}
          title={`${asked.step.label} ${counted(rows.length, noun.head, locale)}`}
          onSend={async (values) => act(asked, values)}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  );
}

/**
 * The transitions that undo a step; null if some record has none, or none that this member may make without a reason, or
 * repeats: its next one was made meanwhile, and would stay beside it. @internal
 */
export function wayBack<Row extends Target>(
  { entity, fields }: NounWith<Fields>,
  { name, step }: Step,
  { rows, can }: { rows: readonly Row[]; can: (permission: string) => boolean },
): ((row: Row) => StepAction) | null {
  const states = (fields[name] as FieldOf<"choice">).states ?? {};
  const stateOf = (row: Row) => String(valueIn(row, name));
  const verbOf = (state: string): string | undefined => {
    const [verb, back] = transitionTo(states, step.to, state) ?? [];
    const isFree = !back?.requires?.length && (!back?.needs || can(`${entity}:${back.needs}`));
    return isFree ? verb : undefined;
  };
  const moved = rows.filter((row) => step.from.includes(stateOf(row)));
  if (moved.some((row) => (valueIn(row, "repeats") ?? null) !== null)) return null;
  const left = [...new Set(moved.map(stateOf))];
  if (left.some((state) => verbOf(state) === undefined)) return null;
  return (row) => ({ type: "transition", verb: verbOf(stateOf(row)) ?? "" });
}

function actOf<Row extends Target>(
  noun: NounWith<Fields>,
  { name, verb, step }: Step,
  { rows, can, values }: { rows: readonly Row[]; can: (permission: string) => boolean; values?: Patch | undefined },
): ActOnMany<Row, StepAction> {
  const { head, fields } = noun;
  const to = stateLabel(fields[name] as FieldOf<"choice">, step.to);
  return {
    action: { type: "transition", verb, ...(values ? { values } : {}) },
    back: values ? null : wayBack(noun, { name, verb, step }, { rows, can }),
    doing: `Changing ${head.many} to ${to}`,
    done: ({ length }, locale) => `${counted(length, head, locale)} changed to ${to}`,
    refused: (count, of, locale) =>
      `${count.toLocaleString(locale)} of ${counted(of, head, locale)} could not be changed.`,
    question: (count, locale) => ({
      title: `Change ${counted(count, head, locale)} to ${to}?`,
      description: "Records that cannot make this step do not change.",
      action: step.label,
    }),
  };
}
