import "@/registry/operations";
import "@/registry/register";
import { expect, test } from "vitest";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import { placeTask } from "@/modules/pmo/tasks/placing/operations";
import { testWorkspace } from "@/test/ctx";
import { adminQuery, workerUrls } from "@/test/db";
import { nodesOf, plannerOf, planOf, statementsOf } from "@/test/plans";

const MOST = 6;
const below = 499;
const isOfApp = ({ user }: { user: string }) => user === new URL(workerUrls().app).username;

/** Projects that decide what is seen are read once for a list, not for each of its rows. */
async function readsProjectsOnce(tenantId: string, act: () => Promise<unknown>): Promise<void> {
  const client = await plannerOf(workerUrls().app, tenantId);
  try {
    const listing = (await statementsOf(act)).filter((sent) => isOfApp(sent) && sent.text.includes(" af"));
    expect(listing.length).toBeGreaterThan(0);
    for (const statement of listing) {
      const plans = nodesOf(await planOf(statement, client));
      const names = plans.flatMap((plan) => plan["Subplan Name"] ?? []).filter((name) => name.startsWith("SubPlan"));
      const filters = plans.map(({ Filter }) => Filter ?? "").join(" ");
      expect(names).not.toEqual([]);
      for (const name of names) expect(filters).toContain(`hashed ${name}`);
    }
  } finally {
    await client.end();
  }
}

test.each(["project", "task"] as const)(
  "lists of a %s under a visibility that hides others send four statements at most, as many for 100 rows as for 10",
  async (kind) => {
    const workspace = await testWorkspace();
    const owner = await workspace.role("owner");
    const member = await workspace.join("member");
    const project = await projectOperations.create(owner, { name: "Mine", members: [member.id] });
    const task = await taskOperations.create(owner, { name: "First", projectId: project.id });
    await projectOperations.create(owner, { name: "Hidden" });
    await adminQuery(
      kind === "project"
        ? `insert into projects select (jsonb_populate_record(null::projects, to_jsonb(r) || jsonb_build_object(
             'id', uuidv7(), 'name', 'P' || i, 'name_key', 'p' || i, 'key', 'P' || i, 'key_key', 'p' || i))).*
           from (select * from projects where id = $1) r, generate_series(1, 119) i`
        : `insert into tasks select (jsonb_populate_record(null::tasks, to_jsonb(r) || jsonb_build_object(
             'id', uuidv7(), 'number', 100 + i, 'key', r.key || '-' || (100 + i)))).*
           from (select * from tasks where id = $1) r, generate_series(1, 119) i`,
      [kind === "project" ? project.id : task.id],
    );
    const seller = await workspace.as(member, { visibility: { project: "own" } });
    const { list } = kind === "project" ? projectOperations : taskOperations;
    const rows = async (limit: number) => (await list(seller, { limit })).rows;
    expect([(await rows(10)).length, (await rows(100)).length]).toEqual([10, 100]);
    expect((await list(seller, { limit: 1 })).total).toBe(120);
    if (kind === "task") await readsProjectsOnce(workspace.tenant.id, () => rows(10));
    const sent = async (limit: number) => (await statementsOf(() => rows(limit))).filter(isOfApp).length;
    expect(await sent(10)).toBeLessThanOrEqual(4);
    expect(await sent(100)).toBe(await sent(10));
  },
);

test("a tree of 500 tasks is moved by six statements at most, as many as one task", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const { id: projectId } = await projectOperations.create(owner, { name: "Kanban" });
  const make = (name: string) => taskOperations.create(owner, { name, projectId });
  const [root, alone, one, other] = [await make("Root"), await make("Alone"), await make("One"), await make("Other")];
  // Each task below an earlier one, about six levels deep.
  const ids = await adminQuery<{ id: string }>(
    `insert into tasks
     select (jsonb_populate_record(null::tasks, to_jsonb(r) || jsonb_build_object(
       'id', uuidv7(), 'number', 100 + i, 'key', r.key || '-' || i, 'name', 'Task ' || i, 'parent_id', r.id))).*
     from (select * from tasks where id = $1) r, generate_series(1, $2::int) i returning id`,
    [root.id, below],
  );
  await adminQuery(
    `update tasks t set parent_id = (array[$1::uuid] || $2::uuid[])[1 + n / 4]
     from (select id, row_number() over (order by number)::int - 1 as n from tasks where parent_id = $1) s where t.id = s.id`,
    [root.id, ids.map(({ id }) => id)],
  );
  const moving = async (task: { id: string; version: number }) => {
    let { version } = task;
    const to = async (parentId: string) => {
      const placed = await placeTask(owner, { id: task.id, version, parentId, afterId: null });
      expect(placed.parent?.id).toBe(parentId);
      version = placed.version;
    };
    // The first one connects and plans.
    await to(one.id);
    return (await statementsOf(() => to(other.id))).filter(isOfApp).length;
  };
  const sent = await moving(alone);
  expect(sent).toBeLessThanOrEqual(MOST);
  expect(await moving(root)).toBe(sent);
  expect(await owner.db.task.count({ where: { projectId } })).toBe(below + 4);
});
