import type { Client } from "pg";
import { activityLists } from "../calls";
import { type Figure, judge } from "../figure";
import type { Stage } from "../stage";
import { timeOf } from "./call-time";
import { callerIn } from "./hot-shapes";
import { asBoth } from "./isolation";
import { recordStatements, type Sent } from "./record-statements";

/** Tables with fewer rows are read whole by a good plan too. */
const SMALL = 1_000;

/**
 * The lists, the search and the timeline of activities in this process with the app's own code: how long each takes, and
 * which large tables its plans read whole under row-level security, with the values as they were sent.
 */
export async function activityFigures(stage: Stage, calls = 30): Promise<Figure[]> {
  const api = await callerIn(stage);
  const { rows } = await stage.superuser.query<{ id: string }>(
    "select to_id as id from record_links where tenant_id = $1 and to_entity = 'account' order by to_id limit 1",
    [stage.person.tenantId],
  );
  const id = rows[0]?.id;
  if (!id) throw new Error("The data has no account with activities.");
  const today = new Date().toISOString().slice(0, 10);
  const asked: [string, () => Promise<unknown>][] = [
    ...activityLists(today, id).map(([name, input]): [string, () => Promise<unknown>] => [
      `list, ${name}`,
      () => api.activities.list(input),
    ]),
    ["search", () => api.search.find({ q: "demo about 7", limit: 20 })],
    ["timeline of an account", () => api.events.timeline({ entity: "account", id, limit: 30 })],
  ];
  return await asBoth(stage, async (bound) => {
    const figures: Figure[] = [];
    for (const [name, call] of asked) {
      const sent = await recordStatements(stage, call);
      const whole = await readWhole(bound, sent);
      figures.push(
        judge({
          id: "activities",
          name: `${name}, p95`,
          value: await timeOf(call, calls),
          unit: "ms",
          note: `${stage.scale.activities} activities, ${sent.length} statements${whole.length > 0 ? `; reads whole: ${whole.join(", ")}` : ""}`,
          bar: { of: "value", is: "at most", must: whole.length > 0 ? 0 : 100, stretch: 50 },
        }),
      );
    }
    return figures;
  });
}

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  Plans?: PlanNode[];
}

/** The large tables that plans of these statements read from end to end. */
async function readWhole(app: Client, statements: readonly Sent[]): Promise<string[]> {
  const tables = new Set<string>();
  for (const { text, values } of statements) {
    const { rows } = await app.query<{ "QUERY PLAN": { Plan: PlanNode }[] }>({
      text: `explain (format json) ${text}`,
      values: [...values],
    });
    for (const { Plan } of rows[0]?.["QUERY PLAN"] ?? []) for (const table of scanned(Plan)) tables.add(table);
  }
  const { rows } = await app.query<{ name: string }>(
    "select relname as name from pg_class where relname = any($1) and reltuples > $2 order by relname",
    [[...tables], SMALL],
  );
  return rows.map(({ name }) => name);
}

const scanned = (node: PlanNode): string[] => [
  ...(node["Node Type"] === "Seq Scan" && node["Relation Name"] ? [node["Relation Name"]] : []),
  ...(node.Plans ?? []).flatMap(scanned),
];
