import { Client } from "pg";
import { type Figure, judge, medianStep } from "../figure";
import type { Stage } from "../stage";
import { hotShapes, type Shape } from "./hot-shapes";
import { lostIndexes } from "./plans";

const MAX_MS = 1500;

/**
 * P4: the cost of row-level security. The app's statements for each frequent call are repeated as the app role and as
 * superuser, to whom no policy applies, in turns; the time is the median execution time in PostgreSQL.
 */
export function isolationFigures(stage: Stage): Promise<Figure[]> {
  return asBoth(stage, async (app, superuser) => {
    const shapes = await hotShapes(stage);
    const figures: Figure[] = [];
    for (const shape of shapes) figures.push(await taxOf(stage, shape, app, superuser));
    return [...figures, await planFigure(shapes, app, superuser)];
  });
}

/** The plans of P4 alone, without their times. */
export function planFigures(stage: Stage): Promise<Figure[]> {
  return asBoth(stage, async (app, superuser) => [await planFigure(await hotShapes(stage), app, superuser)]);
}

/** Gives a connection of the app role and one of the superuser to some work. */
export async function asBoth(
  stage: Stage,
  work: (app: Client, superuser: Client) => Promise<Figure[]>,
): Promise<Figure[]> {
  const app = await connect(stage.urls.app, stage.person.tenantId);
  const superuser = await connect(stage.urls.superuser, stage.person.tenantId);
  try {
    return await work(app, superuser);
  } finally {
    await app.end();
    await superuser.end();
  }
}

async function planFigure(shapes: readonly Shape[], app: Client, superuser: Client): Promise<Figure> {
  const lost = await lostIndexes(shapes, app, superuser);
  const statements = shapes.reduce((sum, { statements }) => sum + statements.length, 0);
  return judge({
    id: "P4",
    name: "conditions that lose their index under the policies",
    value: lost.length,
    unit: "conditions",
    note: `${statements} statements of ${shapes.length} calls explained${lost.length > 0 ? `: ${lost.join("; ")}` : ""}`,
    bar: { of: "value", is: "at most", must: 0, stretch: 0 },
  });
}

/** The tenant is set for both, so that both send exactly the same. */
async function connect(connectionString: string, tenantId: string): Promise<Client> {
  const client = new Client({ connectionString, application_name: "bench isolation" });
  await client.connect();
  await client.query("select set_config('app.tenant_id', $1, false)", [tenantId]);
  return client;
}

async function taxOf(stage: Stage, shape: Shape, app: Client, superuser: Client): Promise<Figure> {
  const repeats = await repeatsFor(shape, app, superuser);
  await stage.superuser.query("select pg_stat_statements_reset()");
  const bound = { client: app, url: stage.urls.app, spent: [0] };
  const free = { client: superuser, url: stage.urls.superuser, spent: [0] };
  // One after the other, so that a busy moment of the machine affects both alike.
  for (let run = 0; run < repeats; run++) {
    for (const { client, url, spent } of [bound, free]) {
      await replay(shape, client);
      spent.push(await timeSpent(stage, url));
    }
  }
  return judge({
    id: "P4",
    name: `database time of ${shape.name}, policies on`,
    value: medianStep(bound.spent),
    unit: "ms",
    baseline: medianStep(free.spent),
    note: `${shape.statements.length} statements, median of ${repeats}`,
    bar: { of: "ratio", is: "at most", must: 1.5, stretch: 1.15 },
  });
}

/** Warms both connections up until PostgreSQL settles on a plan, and determines how many repetitions fit. */
async function repeatsFor(shape: Shape, app: Client, superuser: Client): Promise<number> {
  for (let run = 0; run < 8; run++) for (const client of [app, superuser]) await replay(shape, client);
  const started = performance.now();
  for (let run = 0; run < 5; run++) await replay(shape, app);
  return Math.max(10, Math.min(500, Math.ceil(MAX_MS / ((performance.now() - started) / 5))));
}

/** Milliseconds that PostgreSQL spent executing statements of this login since the last reset. */
async function timeSpent({ superuser }: Pick<Stage, "superuser">, url: string): Promise<number> {
  const { rows } = await superuser.query<{ total: number | null }>(
    `select sum(s.total_exec_time) as total
     from pg_stat_statements s join pg_roles r on r.oid = s.userid
     where r.rolname = $1 and s.query not like '%pg_stat_statements%' and s.query !~* '^\\s*(begin|commit|rollback)'`,
    [new URL(url).username],
  );
  return rows[0]?.total ?? 0;
}

/** Statements of a change see the results of earlier ones, and all are rolled back. */
async function replay(shape: Shape, client: Client): Promise<void> {
  if (shape.changes) await client.query("begin");
  for (const { name, text, values } of shape.statements) await client.query({ name, text, values: [...values] });
  if (shape.changes) await client.query("rollback");
}
