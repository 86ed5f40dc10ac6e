import type { Fields, Transition } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { noTransitionText, statesIn, transitionTo } from "@/lib/fields/states";
import type { NounWith } from "@/trpc/noun-client";

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
