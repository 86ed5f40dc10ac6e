import { expect, test } from "vitest";
import type { Fields } from "@/lib/fields/field";
import { statesIn } from "@/lib/fields/states";
import { activities } from "@/modules/crm/activities/fields";
import { projects } from "@/modules/pmo/projects/fields";
import type { NounWith } from "@/trpc/noun-client";
import { wayBack } from "./bulk-steps";

const noun = (of: unknown) => of as NounWith<Fields>;
const row = (more: object) => ({ id: "1", version: 1, ...more });

function backOf(of: unknown, verb: string, rows: readonly object[], can = () => true) {
  const [found] = statesIn(noun(of).fields);
  const step = found?.[1].states[verb];
  if (!found || !step) throw new Error(`There is no transition ${verb}.`);
  return wayBack(noun(of), { name: found[0], verb, step }, { rows: rows.map(row), can });
}

test("a step of many is undone by the transition to the state that each had", () => {
  const rows = [{ status: "planned" }, { status: "in_progress" }];
  const back = backOf(activities, "complete", rows);
  expect(rows.map((one) => back?.(row(one)))).toEqual([
    { type: "transition", verb: "reopen" },
    { type: "transition", verb: "start" },
  ]);
});

test("records that the step does not fit have no say", () => {
  const back = backOf(activities, "complete", [{ status: "planned" }, { status: "completed" }]);
  expect(back?.(row({ status: "planned" }))).toEqual({ type: "transition", verb: "reopen" });
});

test("without a way back for one of them, or one that asks for a reason, there is no undo", () => {
  expect(backOf(projects, "plan", [{ phase: "setup" }])).toBeNull();
  expect(backOf(projects, "resume", [{ phase: "paused" }])).toBeNull();
});

test.each(["complete", "cancel", "missed"])(
  "the step %s of one that repeats has made the next one: no undo",
  (verb) => {
    const repeating = { status: "planned", repeats: "Every day" };
    expect(backOf(activities, verb, [{ status: "planned", repeats: null }, repeating])).toBeNull();
    // Those that are over already stay as they are.
    const over = { status: "completed", repeats: "Every day" };
    expect(backOf(activities, verb, [{ status: "planned", repeats: null }, over])).not.toBeNull();
  },
);
