import type { ListInput } from "@/lib/list";
import { freePort } from "@/local/ports";
import { cursorOf, deepestPage, filteredAccounts } from "../calls";
import { type Figure, judge, median, rounded } from "../figure";
import { ask } from "../load/ask";
import { emptyTarget, inTurns, sideBySide, type Turns, trpcTarget } from "../load/load";
import type { Stage } from "../stage";

const usual: Turns = { connections: 16, seconds: 3, rounds: 3 };

/**
 * P2: a filtered and sorted page of 50 through tRPC, compared with the empty route and the same work without a
 * framework. A scrolling list requests pages by cursor; the first one also counts, exactly up to 1,000.
 */
export async function listFigures(stage: Stage, turns = usual): Promise<Figure[]> {
  const bare = await startBare(stage);
  const { nextCursor } = await ask<{ nextCursor: string }>(stage, "accounts.list", filteredAccounts);
  return [
    ...(await listFigure(stage, "page of 50 by cursor", { ...filteredAccounts, cursor: nextCursor }, bare, turns)),
    ...(await listFigure(stage, "first page of 50 with its count", filteredAccounts, bare, turns)),
  ];
}

async function listFigure(
  stage: Stage,
  name: string,
  input: ListInput,
  bareUrl: string,
  turns: Turns,
): Promise<Figure[]> {
  const bare = input.cursor ? `${bareUrl}?cursor=${input.cursor}` : bareUrl;
  const list = trpcTarget(stage, "accounts.list", input);
  await sameAnswer(list.url, list.headers, bare);
  const targets = { N: emptyTarget(stage), list, B: { url: bare, headers: {} } };
  const { N, list: app, B } = await sideBySide(stage, targets, turns);
  const compared = `B ${rounded(B.perSecond)}/s, ${rounded(app.perSecond / B.perSecond)}x of it`;
  return [
    judge({
      id: "P2",
      name: `${name}, 3 filters and a sort`,
      value: app.perSecond,
      unit: "requests/s",
      baseline: N.perSecond,
      note: `${stage.scale.accounts} accounts, c=${turns.connections}; ${compared}`,
      bar: { of: "ratio", is: "at least", must: 0.15, stretch: 0.3 },
    }),
    judge({
      id: "P2",
      name: `${name}, 3 filters and a sort, p95`,
      value: app.p95,
      unit: "ms",
      baseline: N.p95,
      note: `c=${turns.connections}; B ${rounded(B.p95)} ms`,
      bar: { of: "value", is: "at most", must: 60, stretch: 30 },
    }),
  ];
}

/** Baseline B in a process of its own, and its address. */
async function startBare(stage: Stage): Promise<string> {
  const port = await freePort();
  const child = stage.start(["--import", "tsx", "bench/bare-server.ts"], {
    ...stage.env,
    PORT: String(port),
    TENANT_ID: stage.person.tenantId,
    MEMBER_ID: stage.person.memberId,
  });
  const url = `http://127.0.0.1:${port}/`;
  for (let attempt = 0; attempt < 1_200; attempt++) {
    const answer = await Promise.race([fetch(url).catch(() => undefined), child.ended]);
    if (answer instanceof Response && answer.ok) return url;
    if (answer && !(answer instanceof Response)) throw new Error(`The bare server ended:\n${answer.output}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("The bare server does not answer.");
}

/** The comparison is valid only while both give the same answer. */
async function sameAnswer(url: string, headers: Record<string, string>, bare: string): Promise<void> {
  const [ours, theirs] = await Promise.all([fetch(url, { headers }), fetch(bare)]);
  const [a, b] = [await ours.text(), await theirs.text()];
  if (a !== b) throw new Error(`The bare server answers something else:\n${a.slice(0, 600)}\n${b.slice(0, 600)}`);
}

/** P3: the first page of a list, with its count, and page 10,000; at the small scale the deepest existing one. */
export async function depthFigures(stage: Stage, asks = 200): Promise<Figure[]> {
  const lists = [
    { procedure: "accounts.list", sort: { field: "name", direction: "asc" } },
    { procedure: "accounts.list", sort: { field: "annualRevenue", direction: "desc" } },
    { procedure: "opportunities.list", sort: { field: "createdAt", direction: "desc" } },
  ] as const;
  const figures: Figure[] = [];
  for (const { procedure, sort } of lists) {
    const page = await deepestPage(stage, procedure, sort);
    const cursor = await cursorOf(stage, procedure, sort, (page - 1) * 50);
    const targets = {
      first: trpcTarget(stage, procedure, { sort, limit: 50 }),
      deep: trpcTarget(stage, procedure, { sort, limit: 50, cursor }),
    };
    const { first, deep } = await inTurns(targets, asks);
    figures.push(
      judge({
        id: "P3",
        name: `page ${page} against page 1, ${procedure} by ${sort.field}`,
        value: median(deep),
        unit: "ms",
        baseline: median(first),
        note: `median of ${asks}, in turns`,
        bar: { of: "ratio", is: "at most", must: 1.3, stretch: 1.1 },
      }),
    );
  }
  return figures;
}
