import type { ListInput } from "@/lib/list";
import { cursorOf, deepestPage, filteredAccounts } from "../calls";
import { type Figure, judge, median, rounded } from "../figure";
import { ask } from "../load/ask";
import { bareServer, sameAnswer } from "../load/bare";
import { emptyTarget, inTurns, sideBySide, type Turns, trpcTarget } from "../load/load";
import type { Stage } from "../stage";

const usual: Turns = { connections: 16, seconds: 3, rounds: 3 };

/**
 * P2: a filtered and sorted page of 50 through tRPC, compared with the empty route and the same work without a
 * framework. A scrolling list requests pages by cursor; the first one also counts, exactly up to 1,000.
 */
export async function listFigures(stage: Stage, turns = usual): Promise<Figure[]> {
  const bare = `${await bareServer(stage)}accounts`;
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
  await sameAnswer(list, bare);
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
