import "@/registry/register";
import { faker } from "@faker-js/faker";
import { expect, test } from "vitest";
import { dayLater, localDay } from "@/lib/working-time";
import { insertSet } from "@/server/db/row-sets";
import { newId } from "@/server/new-id";
import { testWorkspace } from "@/test/ctx";
import { projectOperations } from "../../projects/operations";
import { getProjectCompletion, listTaskRollups } from "./operations";

interface Row {
  id: string;
  number: number;
  parentId: string | null;
  estimate: number | null;
  duration: number | null;
  percent: number | null;
  isDone: boolean;
  isGone: boolean;
  startsOn: string | null;
  dueOn: string | null;
}

const maybe = <T>(value: T, share = 0.6): T | null => (faker.number.float() < share ? value : null);

/** A random tree: each task below an earlier one, or at the top. */
function randomTree(count: number, today: string): Row[] {
  const rows: Row[] = [];
  for (let number = 1; number <= count; number++) {
    const above = maybe(rows[Math.floor(faker.number.float() * rows.length)] ?? null, 0.8);
    rows.push({
      ...{ id: newId(), number, parentId: above?.id ?? null },
      estimate: maybe(faker.number.int({ min: 0, max: 900 })),
      duration: maybe(faker.number.int({ min: 0, max: 900 })),
      percent: maybe(faker.number.int({ min: 0, max: 100 })),
      isDone: faker.number.float() < 0.3,
      isGone: faker.number.float() < 0.1,
      startsOn: maybe(dayLater(today, faker.number.int({ min: -30, max: 0 }))),
      dueOn: maybe(dayLater(today, faker.number.int({ min: -10, max: 30 }))),
    });
  }
  return rows;
}

const least = (days: (string | null)[]) =>
  days
    .filter((day) => day !== null)
    .sort()
    .at(0) ?? null;
const most = (days: (string | null)[]) =>
  days
    .filter((day) => day !== null)
    .sort()
    .at(-1) ?? null;

/** The sums of tasks without sub-tasks, one by one. */
function sumsOf(leaves: readonly Row[]) {
  const weight = ({ estimate, duration }: Row) => estimate || duration || 60;
  const percent = ({ isDone, percent: said }: Row) => (isDone ? 100 : (said ?? 0));
  const all = leaves.reduce((sum, row) => sum + weight(row), 0);
  const finished = leaves.reduce((sum, row) => sum + weight(row) * percent(row), 0);
  const done = leaves.filter(({ isDone }) => isDone).length;
  return { all, finished, done, open: leaves.length - done };
}

test.each([1, 2, 3, 4, 5, 6])("completion and sums of random tree %d equal those made one by one", async (seed) => {
  faker.seed(seed);
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const { id: projectId } = await projectOperations.create(owner, { name: "Kanban" });
  const today = localDay(new Date(), workspace.tenant.timeZone);
  const rows = randomTree(40 * seed, today);
  await insertSet<Row>(
    owner,
    "tasks",
    [
      { column: "id", type: "uuid", value: ({ id }) => id },
      { column: "name", type: "text", value: ({ number }) => `Task ${number}` },
      { column: "name_key", type: "text", value: ({ number }) => `task ${number}` },
      { column: "key", type: "text", value: ({ number }) => `R-${number}` },
      { column: "number", type: "int", value: ({ number }) => number },
      { column: "project_id", type: "uuid", value: () => projectId },
      { column: "parent_id", type: "uuid", value: ({ parentId }) => parentId },
      { column: "estimate", type: "int", value: ({ estimate }) => estimate },
      { column: "duration", type: "int", value: ({ duration }) => duration },
      { column: "percent", type: "int", value: ({ percent }) => percent },
      { column: "starts_on", type: "date", value: ({ startsOn }) => startsOn },
      { column: "due_on", type: "date", value: ({ dueOn }) => dueOn },
      { column: "completed_at", type: "timestamptz", value: ({ isDone }) => (isDone ? new Date() : null) },
      { column: "archived_at", type: "timestamptz", value: ({ isGone }) => (isGone ? new Date() : null) },
      { column: "updated_at", type: "timestamptz", value: () => new Date() },
    ],
    rows,
  );
  const there = rows.filter(({ isGone }) => !isGone);
  const childrenOf = (id: string) => there.filter(({ parentId }) => parentId === id);
  const leavesOf = (id: string): Row[] =>
    childrenOf(id).flatMap((row) => (childrenOf(row.id).length > 0 ? leavesOf(row.id) : [row]));
  const { finished, ...sums } = sumsOf(there.filter(({ id }) => childrenOf(id).length === 0));
  expect(await getProjectCompletion(owner, { id: projectId })).toEqual({
    ...sums,
    finished: finished / 100,
    percent: sums.all > 0 ? Math.floor(finished / sums.all) : null,
    overdue: there.filter((row) => childrenOf(row.id).length === 0 && !row.isDone && row.dueOn && row.dueOn < today)
      .length,
  });
  const expected = there.flatMap(({ id }) => {
    const leaves = leavesOf(id);
    if (leaves.length === 0) return [];
    const { all, finished: share, open, done } = sumsOf(leaves);
    const estimates = leaves.flatMap(({ estimate }) => estimate ?? []);
    return {
      id,
      estimate: estimates.length > 0 ? estimates.reduce((sum, one) => sum + one, 0) : null,
      percent: Math.floor(share / all),
      startsOn: least(leaves.map(({ startsOn }) => startsOn)),
      dueOn: most(leaves.map(({ dueOn }) => dueOn)),
      ...{ open, done },
    };
  });
  const found = await listTaskRollups(owner, { projectId });
  expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(expected.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
});
