import { expect, test } from "vitest";
import type { AgendaItem } from "../schema";
import { beforeOf, changed, type ItemChange, storedChange, verbOf } from "./item-change";

const [ann, bo] = [
  { id: "019a9d3e-0000-7000-8000-000000000001", name: "Ann" },
  { id: "019a9d3e-0000-7000-8000-000000000002", name: "Bo" },
];
const item = (more: Partial<AgendaItem>) =>
  ({
    title: "Call back",
    entity: "activity",
    source: "activity",
    startsAt: null,
    day: "2026-11-20",
    doneAt: null,
    owner: ann,
    stored: { state: "planned", ownerId: ann.id },
    ...more,
  }) as AgendaItem;
const line = (more: Partial<AgendaItem>) => item({ entity: "contact", source: "nextStep", ...more });

/** The fields that an act writes, and those that its undo writes. */
function written(before: AgendaItem, change: ItemChange) {
  const undo = { item: changed({ item: before, change }), change: beforeOf(before, change) };
  return { act: storedChange({ item: before, change }), undo: storedChange(undo), after: changed(undo) };
}

test.each(["planned", "in_progress"])("undoing that an activity is done makes it %s again", (state) => {
  const { act, undo, after } = written(item({ stored: { state, ownerId: ann.id } }), { done: true });
  expect([act, undo]).toEqual([{ status: "completed" }, { status: state }]);
  expect(after.doneAt).toBeNull();
});

test("an activity that was completed before is planned when it is open again", () => {
  const done = item({ doneAt: "2026-11-20T09:00:00.000Z", stored: { state: "completed", ownerId: ann.id } });
  expect(written(done, { done: false })).toMatchObject({ act: { status: "planned" }, undo: { status: "completed" } });
});

test("undoing the completion of a written step writes its line again", () => {
  const { act, undo } = written(line({ stored: { state: "Call back", ownerId: null } }), { done: true });
  expect([act, undo]).toEqual([{ nextStep: null }, { nextStep: "Call back" }]);
});

test("undoing an assignment restores what was stored: no owner of its own where there was none", () => {
  const change = { owner: { shown: bo, storedId: bo.id } };
  const followed = written(line({ stored: { state: "Call back", ownerId: null } }), change);
  expect([followed.act, followed.undo]).toEqual([{ nextStepOwnerId: bo.id }, { nextStepOwnerId: null }]);
  expect(followed.after.owner).toEqual(ann);
  const own = written(line({ stored: { state: "Call back", ownerId: ann.id } }), change);
  expect(own.undo).toEqual({ nextStepOwnerId: ann.id });
});

test("an item whose noun has operations for it is completed by them; an undo writes the value from before", () => {
  const task = item({ entity: "task", source: "task", stored: { state: "to-do", ownerId: ann.id } });
  const done = changed({ item: task, change: { done: true } });
  const undo = { item: done, change: beforeOf(task, { done: true }) };
  expect(verbOf({ item: task, change: { done: true } })).toBe("complete");
  expect([verbOf(undo), storedChange(undo)]).toEqual([null, { statusId: "to-do" }]);
  const before = item({ ...task, doneAt: "2026-11-20T09:00:00.000Z", stored: { state: null, ownerId: ann.id } });
  expect(verbOf({ item: before, change: { done: false } })).toBe("reopen");
  expect([verbOf({ item: task, change: { day: null } }), verbOf({ item: item({}), change: { done: true } })]).toEqual([
    null,
    null,
  ]);
});
