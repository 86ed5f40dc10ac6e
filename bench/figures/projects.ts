import type { ListInput } from "@/lib/list";
import { ranksBetween } from "@/lib/rank";
import { firstEntry } from "@/modules/platform/data/records/components/noun-requests";
import { type Figure, judge, rounded } from "../figure";
import { ask, callerHeaders, tell } from "../load/ask";
import { emptyTarget, sideBySide, type Target, trpcTarget } from "../load/load";
import type { Stage } from "../stage";
import { figuresOfPage } from "./board";
import { watchBoard } from "./board-page";
import { scrollAll } from "./scrolling";

/** The tasks of the large project, whose board and lists are measured. */
const LARGE = 5_000;
/** The tasks of each other project; the caller is on the team of one in twenty of them. */
const EACH = 50;

const words = ["Prepare", "Check", "Order", "Install", "Hand over"];

interface Created {
  id: string;
}
interface Step {
  status: { id: string; name: string };
}
interface Workflow extends Created {
  statuses: Step[];
}

/**
 * P10, P11, P2 and P25 of tasks: the board, the list and the sheet of a project of 5,000 tasks, and lists of projects
 * and tasks for a member who sees only those of their own projects.
 */
export async function projectFigures(stage: Stage): Promise<Figure[]> {
  const project = await fillProjects(stage);
  const member = await asMember(stage);
  try {
    return [
      ...(await listsOf(stage)),
      ...(await boardOf(stage, project)),
      ...(await scrollAll(stage, longPages(project))),
    ];
  } finally {
    await member.end();
  }
}

/** Writes the projects and tasks as the superuser, after the first ones that the app makes. */
async function fillProjects(stage: Stage): Promise<string> {
  const { superuser, person, colleague, scale } = stage;
  const { id } = await tell<Created>(stage, "projects.create", { name: "Large project", members: [person.memberId] });
  const task = await tell<Created>(stage, "tasks.create", { name: "Task 1", projectId: id });
  const count = Math.ceil(scale.activities / EACH);
  await superuser.query("begin");
  await superuser.query("set local session_replication_role = replica");
  await superuser.query(
    `insert into projects
     select made.* from (select * from projects where id = $1) r, generate_series(1, $3::int) i,
     lateral jsonb_populate_record(null::projects, to_jsonb(r) || jsonb_build_object(
       'id', uuidv7(), 'name', 'Project ' || i, 'name_key', 'project ' || i, 'key', 'P' || i, 'key_key', 'p' || i,
       'owner_id', $2::text, 'task_number', $4::int, 'members', case when i % 20 = 0 then r.members end,
       'members_key', case when i % 20 = 0 then r.members_key end, 'created_at', r.created_at - i * interval '1 hour')) made`,
    [id, colleague.memberId, count, EACH],
  );
  const first = await superuser.query<{ id: string }>(
    `select other.status_id as id from workflow_steps step join workflow_steps other using (tenant_id, workflow_id)
     where step.tenant_id = $1 and step.status_id = (select status_id from tasks where id = $2) order by other.position`,
    [person.tenantId, task.id],
  );
  const statuses = first.rows.map((row) => row.id);
  await superuser.query(
    `insert into tasks
     select made.* from (select * from tasks where id = $3) r join projects p on p.tenant_id = r.tenant_id,
       generate_series(2, case when p.id = $1 then $4::int else $6::int end) i,
     lateral jsonb_populate_record(null::tasks, to_jsonb(r) || jsonb_build_object(
       'id', uuidv7(), 'project_id', p.id, 'number', i, 'key', p.key || '-' || i, 'rank', ($5::text[])[i],
       'name', ($7::text[])[1 + i % 5] || ' ' || p.key || ' ' || i,
       'name_key', lower(($7::text[])[1 + i % 5] || ' ' || p.key || ' ' || i),
       'owner_id', case when i % 3 = 0 then $2::text end, 'status_id', ($8::text[])[1 + i % 3],
       'due_on', r.created_at::date + i % 90, 'estimate', 60 * (1 + i % 8),
       'priority', (array['low', 'normal', 'high', 'urgent'])[1 + i % 4])) made`,
    [id, colleague.memberId, task.id, LARGE, ranksBetween(null, null, LARGE), EACH, words, statuses],
  );
  await superuser.query("update projects set task_number = $2 where id = $1", [id, LARGE]);
  await superuser.query("commit");
  await superuser.query("vacuum analyze projects, tasks");
  stage.say(`${count} projects with ${EACH} tasks each, and one with ${LARGE}`);
  return id;
}

/** Until `end` the caller is a member, in a workspace whose projects only their teams see. */
async function asMember({ superuser, person: { tenantId, memberId } }: Stage): Promise<{ end(): Promise<void> }> {
  const roleIs = (role: string) => superuser.query("update members set role = $2 where id = $1", [memberId, role]);
  await superuser.query(
    "insert into visibility_settings (id, tenant_id, entity, level) values (uuidv7(), $1, 'project', 'own')",
    [tenantId],
  );
  await roleIs("member");
  return {
    async end() {
      await roleIs("admin");
      await superuser.query("delete from visibility_settings where tenant_id = $1 and entity = 'project'", [tenantId]);
    },
  };
}

const openTasks: ListInput = {
  conditions: [
    { field: "priority", op: "anyOf", value: ["high", "urgent"] },
    { field: "estimate", op: "atLeast", value: 120 },
    { field: "completedAt", op: "empty" },
  ],
  sort: { field: "dueOn", direction: "asc" },
  limit: 50,
};
const namedProjects: ListInput = {
  conditions: [
    { field: "phase", op: "anyOf", value: ["setup", "planning", "active"] },
    { field: "name", op: "contains", value: "project" },
    { field: "account", op: "empty" },
  ],
  sort: { field: "createdAt", direction: "desc" },
  limit: 50,
};

/** P2 and P25 of lists of which the caller sees a part. */
async function listsOf(stage: Stage): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [procedure, input] of [
    ["tasks.list", openTasks],
    ["projects.list", namedProjects],
  ] as const) {
    const { total, nextCursor } = await ask<{ total: unknown; nextCursor: string | null }>(stage, procedure, input);
    const cursor = nextCursor ?? undefined;
    figures.push(
      ...(await listFigure(stage, `first page of 50 with its count, ${procedure}`, procedure, input, String(total))),
      ...(await listFigure(
        stage,
        `page of 50 by cursor, ${procedure}`,
        procedure,
        { ...input, cursor },
        String(total),
      )),
    );
  }
  return figures;
}

async function listFigure(stage: Stage, name: string, procedure: string, input: object, total: string) {
  const targets = { N: emptyTarget(stage), list: trpcTarget(stage, procedure, input) };
  const { N, list } = await sideBySide(stage, targets, { connections: 16, seconds: 3, rounds: 3 });
  const note = `c=16, ${total} that the member sees`;
  return [
    judge({
      id: "P2",
      name: `${name} of own projects`,
      value: list.perSecond,
      unit: "requests/s",
      baseline: N.perSecond,
      note,
      bar: { of: "ratio", is: "at least", must: 0.15, stretch: 0.3 },
    }),
    judge({
      id: "P2",
      name: `${name} of own projects, p95`,
      value: list.p95,
      unit: "ms",
      baseline: N.p95,
      note,
      bar: { of: "value", is: "at most", must: 60, stretch: 30 },
    }),
  ];
}

/** P10: the columns of the board as a page asks for them, in one request, and drags in Chromium. */
async function boardOf(stage: Stage, project: string): Promise<Figure[]> {
  const conditions = [{ field: "project", op: "anyOf", value: [project] }];
  const [workflow] = (await ask<{ rows: Created[] }>(stage, "workflows.list", firstEntry)).rows;
  const { statuses } = await ask<Workflow>(stage, "workflows.statuses", { id: workflow?.id ?? "" });
  const columns = statuses.map(({ status }) => ({
    procedure: "tasks.list",
    input: { conditions, within: { field: "status", value: status.id }, limit: 30 },
  }));
  const calls = [...columns, { procedure: "tasks.groups", input: { conditions, group: "status" } }];
  const targets = { N: emptyTarget(stage), board: batchTarget(stage, calls) };
  const { N, board } = await sideBySide(stage, targets, { connections: 2, seconds: 3, rounds: 3 });
  const api = judge({
    id: "P10",
    name: "board API of tasks, p95",
    value: board.p95,
    unit: "ms",
    baseline: N.p95,
    note: `${LARGE} tasks, ${columns.length} columns and their counts in one request, c=2, ${rounded(board.perSecond)}/s`,
    bar: { of: "value", is: "at most", must: 300, stretch: 120 },
  });
  const [one, other] = statuses.map(({ status }) => status.name);
  if (!one || !other) throw new Error("The workflow has fewer than two statuses.");
  const place = {
    path: `tasks/board?filter=project:anyOf:${project}`,
    moves: "tasks.update",
    columns: [one, other] as const,
  };
  return [api, ...figuresOfPage(" of tasks", LARGE, await watchBoard(stage, place))];
}

/** Some queries in one request, as the browser sends them. */
function batchTarget(stage: Stage, calls: readonly { procedure: string; input: object }[]): Target {
  const names = calls.map(({ procedure }) => procedure).join(",");
  const input = JSON.stringify(Object.fromEntries(calls.map((call, at) => [at, call.input])));
  const url = `${stage.app.url}/api/trpc/${names}?batch=1&input=${encodeURIComponent(input)}`;
  return { url, headers: callerHeaders(stage) };
}

/** P11: the list and the sheet of the large project. */
const longPages = (project: string) =>
  [
    ["list", ""],
    ["sheet", "&view=sheet"],
  ].map(([name, more]) => ({
    name: `${name} of ${LARGE} tasks`,
    path: `tasks?filter=project:anyOf:${project}&sort=number${more}`,
    line: "[data-row]",
    at: { x: 700, y: 600 },
  }));
