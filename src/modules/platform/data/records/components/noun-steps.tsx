"use client";

import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import type { Fields, Transition } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import { statesIn, transitionsFrom } from "@/lib/fields/states";
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
