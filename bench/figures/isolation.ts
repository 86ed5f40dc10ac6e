import { Client } from "pg";
import { type Figure, judge, median, rounded } from "../figure";
import type { Stage } from "../stage";
import { hotShapes, type Shape } from "./hot-shapes";
import { lostIndexes } from "./plans";

const ROUNDS = 5;
const MIN_ROUND_MS = 150;

/**
 * P4: what row-level security costs. The statements that the app sends for each hot call are sent again as the app
 * role and as the superuser, whom no policy binds, in turns; the time is PostgreSQL's own, planning included.
 */
export async function isolationFigures(stage: Stage): Promise<Figure[]> {
  const shapes = await hotShapes(stage);
  await countPlanning(stage, true);
  const app = await connect(stage.urls.app, stage.person.tenantId);
  const superuser = await connect(stage.urls.superuser, stage.person.tenantId);
  try {
    const figures: Figure[] = [];
    for (const shape of shapes) figures.push(await taxOf(stage, shape, app, superuser));
    const lost = await lostIndexes(shapes, app, superuser);
    const statements = shapes.reduce((sum, { statements }) => sum + statements.length, 0);
    figures.push(
      judge({
        id: "P4",
        name: "conditions that lose their index under the policies",
        value: lost.length,
        unit: "conditions",
        note: `${statements} statements of ${shapes.length} calls explained${lost.length > 0 ? `: ${lost.join("; ")}` : ""}`,
        bar: { of: "value", is: "at most", must: 0, stretch: 0 },
      }),
    );
    return figures;
  } finally {
    await app.end();
    await superuser.end();
    await countPlanning(stage, false);
  }
}

/** The app role may not ask for it itself; connections that are open already do not change. */
async function countPlanning(stage: Stage, on: boolean): Promise<void> {
  const database = new URL(stage.urls.app).pathname.slice(1);
  for (const url of [stage.urls.app, stage.urls.superuser]) {
    const change = on ? "set pg_stat_statements.track_planning = on" : "reset pg_stat_statements.track_planning";
    await stage.superuser.query(`alter role ${new URL(url).username} in database ${database} ${change}`);
  }
}

/** The tenant is set for both, so that both send the very same. */
async function connect(connectionString: string, tenantId: string): Promise<Client> {
  const client = new Client({ connectionString, application_name: "bench isolation" });
  await client.connect();
  await client.query("select set_config('app.tenant_id', $1, false)", [tenantId]);
  return client;
}

async function taxOf(stage: Stage, shape: Shape, app: Client, superuser: Client): Promise<Figure> {
  const repeat = await repeatsFor(shape, app, superuser);
  const times = { app: [] as number[], superuser: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.app.push(await databaseTime(stage, shape, app, stage.urls.app, repeat));
    times.superuser.push(await databaseTime(stage, shape, superuser, stage.urls.superuser, repeat));
  }
  return judge({
    id: "P4",
    name: `database time of ${shape.name}, policies on`,
    value: median(times.app),
    unit: "ms",
    baseline: median(times.superuser),
    note: `${shape.statements.length} statements, ${repeat} times in each of ${ROUNDS} rounds, fastest ${rounded(Math.min(...times.app))} against ${rounded(Math.min(...times.superuser))}`,
    bar: { of: "ratio", is: "at most", must: 1.5, stretch: 1.15 },
  });
}

/** Warms both connections up past the point where PostgreSQL settles for a plan, and finds how often fills a round. */
async function repeatsFor(shape: Shape, app: Client, superuser: Client): Promise<number> {
  for (let run = 0; run < 8; run++) for (const client of [app, superuser]) await replay(shape, client);
  const started = performance.now();
  for (let run = 0; run < 5; run++) await replay(shape, app);
  return Math.max(5, Math.min(200, Math.ceil(MIN_ROUND_MS / ((performance.now() - started) / 5))));
}

/** Milliseconds that PostgreSQL spends on one call of the shape, planning and executing. */
async function databaseTime(stage: Stage, shape: Shape, client: Client, url: string, repeat: number): Promise<number> {
  await stage.superuser.query("select pg_stat_statements_reset()");
  for (let run = 0; run < repeat; run++) await replay(shape, client);
  const { rows } = await stage.superuser.query<{ total: number }>(
    `select sum(s.total_exec_time + s.total_plan_time) as total
     from pg_stat_statements s join pg_roles r on r.oid = s.userid
     where r.rolname = $1 and s.query !~* '^\\s*(begin|commit|rollback|select pg_stat_statements)'`,
    [new URL(url).username],
  );
  return (rows[0]?.total ?? Number.NaN) / repeat;
}

/** Statements of a change see what the ones before them did, and nothing of it stays. */
async function replay(shape: Shape, client: Client): Promise<void> {
  if (shape.changes) await client.query("begin");
  for (const { name, text, values } of shape.statements) await client.query({ name, text, values: [...values] });
  if (shape.changes) await client.query("rollback");
}
