import { filteredAccounts } from "../calls";
import { type Figure, judge } from "../figure";
import { trpcTarget } from "../load/load";
import type { Stage } from "../stage";

type Call = { name: string; send(): Promise<unknown> };

/** P25: statements of one tRPC call as the app role, so without session and membership, and without BEGIN and COMMIT. */
export async function statementFigures(stage: Stage): Promise<Figure[]> {
  const list = (limit: number) => query(stage, "opportunities.list", { limit });
  const figures = [
    await sameForMore(stage, "opportunities.list of 100 rows", list(10), list(100)),
    await sameForMore(
      stage,
      "accounts.list of 100 rows, 3 filters",
      query(stage, "accounts.list", { ...filteredAccounts, limit: 10 }),
      query(stage, "accounts.list", { ...filteredAccounts, limit: 100 }),
    ),
  ];
  const move = await moveCall(stage);
  for (const call of [query(stage, "opportunities.board", {}), query(stage, "pipelines.list", {}), move]) {
    const sent = await statementsOf(stage, call);
    figures.push(figureOf(call.name, sent));
  }
  return figures;
}

/** A call for many rows sends as many statements as one for few. */
async function sameForMore(stage: Stage, name: string, few: Call, many: Call): Promise<Figure> {
  const [fewer, sent] = [await statementsOf(stage, few), await statementsOf(stage, many)];
  const figure = figureOf(name, sent, fewer.length);
  return sent.length === fewer.length ? figure : { ...figure, pass: false, note: `${figure.note}; more for more rows` };
}

function figureOf(name: string, sent: string[], baseline?: number): Figure {
  return judge({
    id: "P25",
    name: `statements of ${name}`,
    value: sent.length,
    unit: "statements",
    ...(baseline === undefined ? {} : { baseline }),
    note: baseline === undefined ? "" : "baseline: 10 rows",
    bar: { of: "value", is: "at most", must: 4, stretch: 2 },
  });
}

async function statementsOf(stage: Stage, call: Call): Promise<string[]> {
  // The first call plans and connects; the second one is what every later one costs.
  await call.send();
  await stage.superuser.query("select pg_stat_statements_reset()");
  await call.send();
  const { rows } = await stage.superuser.query<{ query: string; calls: number }>(
    `select s.query, s.calls::int from pg_stat_statements s join pg_roles r on r.oid = s.userid
     where r.rolname = $1 and s.dbid = (select oid from pg_database where datname = current_database())
       and s.query !~* '^\\s*(begin|commit|rollback|set|deallocate|select set_config)'`,
    [new URL(stage.urls.app).username],
  );
  return rows.flatMap((row) => Array.from({ length: row.calls }, () => row.query));
}

function query(stage: Stage, procedure: string, input: unknown): Call {
  const { url, headers } = trpcTarget(stage, procedure, input);
  return { name: procedure, send: () => answered(fetch(url, { headers })) };
}

/** To the next stage and, the next time, back: each call is a real move. */
async function moveCall(stage: Stage): Promise<Call> {
  const { rows } = await stage.superuser.query<{ id: string; stages: [string, string] }>(
    `select o.id, array(select s.id::text from stages s where s.tenant_id = o.tenant_id and s.pipeline_id = o.pipeline_id
       and s.type = 'open' order by (s.id = o.stage_id), s.position limit 2) as stages
     from opportunities o where o.tenant_id = $1 and o.status = 'open' order by o.id limit 1`,
    [stage.person.tenantId],
  );
  const [deal] = rows;
  if (!deal) throw new Error("The data has no open deal.");
  let turn = 0;
  return {
    name: "opportunities.move",
    send() {
      const { url, headers } = trpcTarget(stage, "opportunities.move", {});
      const body = JSON.stringify({ json: { id: deal.id, stageId: deal.stages[turn++ % 2] } });
      const request = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body };
      return answered(fetch(url.split("?")[0] ?? url, request));
    },
  };
}

async function answered(sent: Promise<Response>): Promise<string> {
  const response = await sent;
  const text = await response.text();
  if (!response.ok) throw new Error(`The app answered ${response.status}: ${text.slice(0, 400)}`);
  return text;
}
