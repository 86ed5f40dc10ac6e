import { selectiveView } from "../calls";
import { type Figure, judge, rounded } from "../figure";
import { ask, tell } from "../load/ask";
import { emptyTarget, sideBySide, type Turns, trpcTarget } from "../load/load";
import type { Stage } from "../stage";

const usual: Turns = { connections: 16, seconds: 3, rounds: 3 };

/** A view of accounts with eight conditions, saved for the time of some work. */
export async function withView<Result>(stage: Stage, work: (id: string) => Promise<Result>): Promise<Result> {
  const given = { noun: "account", name: `Bench ${Date.now()}`, state: selectiveView };
  const { id, version } = await tell<{ id: string; version: number }>(stage, "views.create", given);
  try {
    return await work(id);
  } finally {
    await tell(stage, "views.delete", { id, version });
  }
}

/** P2: the first page and a later one of a view with eight conditions, of which one matches at most 1 % of the rows. */
export async function viewFigures(stage: Stage, turns = usual): Promise<Figure[]> {
  return await withView(stage, async (view) => {
    const page = { view, limit: 50 };
    const { nextCursor, total } = await ask<{ nextCursor: string | null; total: unknown }>(
      stage,
      "accounts.list",
      page,
    );
    const inputs = { first: page, ...(nextCursor ? { later: { ...page, cursor: nextCursor } } : {}) };
    const figures: Figure[] = [];
    for (const [name, input] of Object.entries(inputs)) {
      const targets = { N: emptyTarget(stage), list: trpcTarget(stage, "accounts.list", input) };
      const { N, list } = await sideBySide(stage, targets, turns);
      const measured = { id: "P2", name: `${name} page of a view of eight conditions`, unit: "ms", value: list.p95 };
      const note = `${total} of ${stage.scale.accounts} accounts match, c=${turns.connections}; ${rounded(list.perSecond)} requests/s, ${rounded(list.perSecond / N.perSecond)}x N`;
      figures.push(
        judge({
          ...measured,
          name: `${measured.name}, p95`,
          baseline: N.p95,
          note,
          bar: { of: "value", is: "at most", must: 60, stretch: 30 },
        }),
      );
    }
    return figures;
  });
}
