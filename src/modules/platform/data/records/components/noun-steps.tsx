"use client";

import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { BulkPick } from "@/components/data-table/bulk-pick";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import type { FieldOf, Fields, Transition } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import { noTransitionText, stateLabel, statesIn, transitionsFrom, transitionTo } from "@/lib/fields/states";
import type { ActOnMany, Target } from "@/trpc/bulk";
import { type NounWith, useEditsOf } from "@/trpc/noun-client";
import { LazyStepDialog } from "./lazy-dialogs";

type AnyRecord = RecordOf<Fields> & { name: string };
type Patch = PatchOf<Fields>;

/** A transition of a noun: the choice that it changes, and its verb. */
export interface Step {
  name: string;
  verb: string;
  step: Transition;
}

/** The transitions that a member may make of a record, in the order of their declaration. */
function stepsOf(noun: NounWith<Fields>, record: RecordOf<Fields>, may: (action: string) => boolean): Step[] {
  if (!record.mayEdit || record.archivedAt) return [];
  return statesIn(noun.fields).flatMap(([name, { states }]) =>
    transitionsFrom(states, String(record[name])).flatMap(([verb, step]) =>
      step.needs && !may(step.needs) ? [] : [{ name, verb, step }],
    ),
  );
}

interface NounStepsProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  /** The verbs of transitions that the noun has its own buttons for; the others are no primary ones then. */
  without?: readonly string[];
}

/** Buttons for the transitions of a record; one that asks for values opens a dialog. */
export function NounSteps<F extends Fields>({ noun: given, record: row, without }: NounStepsProps<F>) {
  const [noun, record] = [given as unknown as NounWith<Fields>, row as unknown as AnyRecord];
  const { can, readsOnly } = useWorkspace();
  const edits = useEditsOf(noun);
  const [asked, setAsked] = useState<Step | null>(null);
  const may = (action: string) => can(`${noun.entity}:${action}`);
  const steps = readsOnly ? [] : stepsOf(noun, record, may).filter(({ verb }) => !without?.includes(verb));
  if (steps.length === 0 && !asked) return null;
  const send = ({ name, step }: Step, values: Patch) =>
    edits.send(
      record,
      noun.fields[name]?.label ?? name,
      { [name]: step.to, ...values } as Patch,
      successTextOf(record, step),
    );
  return (
    <>
      {steps.map((one, place) => (
        <Button
          key={one.verb}
          size="sm"
          variant={place === 0 && !without ? "primary" : "secondary"}
          onClick={() => {
            if (one.step.requires?.length) setAsked(one);
            else void send(one, {}).catch((error: Error) => notify.error(error.message));
          }}
        >
          {one.step.label}
        </Button>
      ))}
      {asked ? (
        <LazyStepDialog
          noun={noun}
          step={asked.step}
          title={`${asked.step.label} ${record.name}`}
          onSend={(values) => send(asked, values)}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  );
}

const successTextOf = ({ name }: AnyRecord, { event }: Transition) => `${name} ${event}`;

/** Whether a card may move to a value of a choice with states; throws the sentence where no transition leads there. */
export function requireStep(noun: NounWith<Fields>, field: string, record: RecordOf<Fields>, to: string | null): void {
  const states = statesIn(noun.fields).find(([name]) => name === field);
  const from = String(record[field]);
  if (states && to !== null && from !== to && !transitionTo(states[1].states, from, to))
    throw new Error(noTransitionText(states[1], from, to));
}

/** The transition that a card makes by its move, where it asks for values; else null. */
export function stepWithQuestions(
  noun: NounWith<Fields>,
  field: string,
  record: RecordOf<Fields>,
  to: string | null,
): Transition | null {
  const states = statesIn(noun.fields).find(([name]) => name === field)?.[1].states;
  const [, step] = (states && to !== null && transitionTo(states, String(record[field]), to)) || [];
  return step?.requires?.length ? step : null;
}

type StepAction = { type: "transition"; verb: string; values?: Patch };

interface BulkStepsProps<Row extends Target> {
  noun: NounWith<Fields>;
  rows: readonly Row[];
  onAct(act: ActOnMany<Row, StepAction>): void;
}

/** Makes one transition with the selected records; those that it does not fit stay and say why. */
export function BulkSteps<Row extends Target>({ noun, rows, onAct }: BulkStepsProps<Row>) {
  const { can } = useWorkspace();
  const [asked, setAsked] = useState<Step | null>(null);
  const steps = statesIn(noun.fields).flatMap(([name, { states }]) =>
    Object.entries(states).flatMap(([verb, step]): Step[] =>
      step.needs && !can(`${noun.entity}:${step.needs}`) ? [] : [{ name, verb, step }],
    ),
  );
  if (steps.length === 0) return null;
  const act = (one: Step, values?: Patch) => onAct(actOf(noun, one, values));
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
          title={`${asked.step.label} ${counted(rows.length, noun.head)}`}
          onSend={async (values) => act(asked, values)}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  );
}

function actOf<Row extends Target>(
  { head, fields }: NounWith<Fields>,
  { name, verb, step }: Step,
  values?: Patch,
): ActOnMany<Row, StepAction> {
  const to = stateLabel(fields[name] as FieldOf<"choice">, step.to);
  return {
    action: { type: "transition", verb, ...(values ? { values } : {}) },
    back: null,
    doing: `Changing ${head.many} to ${to}`,
    done: ({ length }) => `${counted(length, head)} changed to ${to}`,
    refused: (count, of) => `${count} of ${counted(of, head)} could not be changed.`,
    question: (count) => ({
      title: `Change ${counted(count, head)} to ${to}?`,
      description: "Records that cannot make this step do not change.",
      action: step.label,
    }),
  };
}
