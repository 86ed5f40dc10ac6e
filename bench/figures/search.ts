import { Client } from "pg";
import { type Figure, judge, percentile } from "../figure";
import { ask, callerHeaders, queryUrl } from "../load/ask";
import type { Stage } from "../stage";
import { callerIn } from "./hot-shapes";
import { recordStatements, type Sent } from "./record-statements";

const ROUNDS = 3;
const odd = [
  ["one letter", "a"],
  ["two letters", "me"],
  ["signs of patterns", "%_\\"],
  ["emoji", "\u{1f680}\u{1f680}"],
  ["right to left", "\u05e9\u05dc\u05d5\u05dd"],
  ["a word that most names hold", "firm"],
  ["a domain that most hold, twice", "example.example.example"],
  ["a word that most hold, and signs", "exa ..."],
  ["eight parts of words that most hold", "xam ple rm- .ex irm mpl 1 e"],
  ["200 characters", "harbor media ".repeat(16).slice(0, 200)],
] as const;
const refused = [
  ["10,000 characters", "harbor ".repeat(1_500).slice(0, 10_000)],
  ["a NUL character", "har\0bor"],
] as const;

/** P5: a part of a text in one kind of record, the best 20. */
export async function substringFigures(stage: Stage): Promise<Figure[]> {
  const texts = await textsOf(stage);
  const figure = await searchFigure(stage, "P5", "a part of an account's text, the best 20", texts, ["account"]);
  const bar = { of: "value", is: "at most", must: 120, stretch: 50 } as const;
  return [figure, await answerFigure(stage, "P5", "the same by tRPC, p95", texts, ["account"], bar)];
}

/** P6: every kind of record at once, misspelt words, and texts that nobody should type. */
export async function globalFigures(stage: Stage): Promise<Figure[]> {
  const texts = await textsOf(stage);
  const misspelt = texts.map((text) => text.replace(/([a-z])([a-z])( |$)/, "$2$1$3"));
  const bar = { of: "value", is: "at most", must: 200, stretch: 80 } as const;
  const figures = [
    await searchFigure(stage, "P6", "all kinds of records, the best 20 of each", texts, undefined),
    await answerFigure(stage, "P6", "the same by tRPC, p95", texts, undefined, bar),
    await answerFigure(stage, "P6", "misspelt words by tRPC, p95", misspelt, undefined, bar),
  ];
  for (const [name, q] of odd) figures.push(await answerFigure(stage, "P6", `${name}, p95`, [q], undefined, bar));
  for (const [name, q] of refused) figures.push(await refusalFigure(stage, name, q));
  const few = { ...stage, person: stage.colleague };
  await seeingOwn(stage, async () => {
    const name = "a word that most names hold, for a member who owns no record, p95";
    figures.push(await answerFigure(few, "P6", name, ["firm"], undefined, bar));
  });
  return figures;
}

/** For the time of `work` the colleague is a member who sees their own records only. */
async function seeingOwn({ superuser, colleague }: Stage, work: () => Promise<void>): Promise<void> {
  const { memberId, tenantId } = colleague;
  const roleIs = (role: string) => superuser.query("update members set role = $2 where id = $1", [memberId, role]);
  await roleIs("member");
  await superuser.query(
    `insert into visibility_settings (id, tenant_id, entity, level)
     select uuidv7(), $1, unnest(array['account', 'opportunity']), 'own'`,
    [tenantId],
  );
  await work();
  await superuser.query("delete from visibility_settings where tenant_id = $1", [tenantId]);
  await roleIs("admin");
}

/** The time until a text that cannot be searched is refused as VALIDATION. */
async function refusalFigure(stage: Stage, name: string, q: string): Promise<Figure> {
  const times: number[] = [];
  for (let round = -1; round < 20; round++) {
    const started = performance.now();
    const response = await fetch(queryUrl(stage, "search.find", { q }), { headers: callerHeaders(stage) });
    const text = await response.text();
    if (!text.includes("VALIDATION"))
      throw new Error(`${name} was answered with ${response.status}: ${text.slice(0, 400)}`);
    if (round >= 0) times.push(performance.now() - started);
  }
  const bar = { of: "value", is: "at most", must: 200, stretch: 80 } as const;
  return judge({
    id: "P6",
    name: `${name}, until refused, p95`,
    value: percentile(times, 95),
    unit: "ms",
    note: "20 requests",
    bar,
  });
}

/** Names of accounts, parts of them, and numbers: as people type them. */
async function textsOf(stage: Stage): Promise<string[]> {
  const { rows } = await stage.superuser.query<{ name: string }>(
    "select name from accounts where tenant_id = $1 and name ~ '[0-9]$' order by md5(id::text) limit 20",
    [stage.person.tenantId],
  );
  return rows.flatMap(({ name }, place) => {
    const [first = "", second = "", number = ""] = name.toLowerCase().split(" ");
    return [
      name.toLowerCase(),
      place % 2 ? `${number} ${first}` : `${first.slice(1)} ${number}`,
      `${second} ${number}`,
    ];
  });
}

/** The statement of the app under row-level security, and the plainest one without it, in turns. */
async function searchFigure(
  stage: Stage,
  id: string,
  name: string,
  texts: readonly string[],
  entities: string[] | undefined,
): Promise<Figure> {
  const api = await callerIn(stage);
  const bound = await connect(stage.urls.app, stage.person.tenantId);
  const free = await connect(stage.urls.superuser, stage.person.tenantId);
  try {
    const ours: number[] = [];
    const plain: number[] = [];
    for (const q of texts) {
      const sent = await recordStatements(stage, () =>
        api.search.find({ q, limit: 20, ...(entities ? { entities } : {}) }),
      );
      const search = sent.find(({ text }) => text.includes("search_find"));
      if (!search) throw new Error("The search sent no statement of its own.");
      const raw = rawSql(q, stage.person.tenantId, entities);
      for (let round = -1; round < ROUNDS; round++) {
        const times = [await timeOf(bound, search), await timeOf(free, raw)];
        if (round >= 0) for (const [at, list] of [ours, plain].entries()) list.push(times[at] ?? 0);
      }
    }
    return judge({
      id,
      name: `${name}, p95`,
      value: percentile(ours, 95),
      unit: "ms",
      baseline: percentile(plain, 95),
      note: `${texts.length} texts, ${stage.scale.accounts} accounts; baseline is plain SQL as superuser`,
      bar: { of: "ratio", is: "at most", must: 3, stretch: 1.5 },
    });
  } finally {
    await bound.end();
    await free.end();
  }
}

function rawSql(q: string, tenantId: string, entities: string[] | undefined): Sent {
  const words = q.split(" ").map((word) => `%${word}%`);
  const like = words.map((_, place) => `text like $${place + 2}`).join(" and ");
  const one = entities ? `and entity = '${entities[0]}'` : "";
  const text = `select entity, id from search_documents where tenant_id = $1 ${one} and not archived and ${like} order by changed_at desc limit 20`;
  return { name: "", text, values: [tenantId, ...words] };
}

async function answerFigure(
  stage: Stage,
  id: string,
  name: string,
  texts: readonly string[],
  entities: string[] | undefined,
  bar: { of: "value"; is: "at most"; must: number; stretch: number },
): Promise<Figure> {
  const times: number[] = [];
  for (let round = -1; round < Math.max(ROUNDS, Math.ceil(20 / texts.length)); round++) {
    for (const q of texts) {
      const started = performance.now();
      await ask(stage, "search.find", { q, limit: 20, ...(entities ? { entities } : {}) });
      if (round >= 0) times.push(performance.now() - started);
    }
  }
  return judge({ id, name, value: percentile(times, 95), unit: "ms", note: `${times.length} requests`, bar });
}

async function timeOf(client: Client, { name, text, values }: Sent): Promise<number> {
  const started = performance.now();
  await client.query({ ...(name ? { name } : {}), text, values: [...values] });
  return performance.now() - started;
}

async function connect(connectionString: string, tenantId: string): Promise<Client> {
  const client = new Client({ connectionString, application_name: "bench search" });
  await client.connect();
  await client.query("select set_config('app.tenant_id', $1, false)", [tenantId]);
  return client;
}
