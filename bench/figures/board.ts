import { type Figure, judge, median, percentile, rounded } from "../figure";
import { emptyTarget, sideBySide, trpcTarget } from "../load/load";
import type { Stage } from "../stage";
import { type BoardPage, watchBoard } from "./board-page";

/** P10: a board of 10,000 opportunities in six columns, in the API's answers and in a user's drags. */
export async function boardFigures(stage: Stage): Promise<Figure[]> {
  const targets = { N: emptyTarget(stage), board: trpcTarget(stage, "opportunities.board", {}) };
  const { N, board } = await sideBySide(stage, targets, { connections: 8, seconds: 3, rounds: 3 });
  const api = judge({
    id: "P10",
    name: "board API, p95",
    value: board.p95,
    unit: "ms",
    baseline: N.p95,
    note: `${stage.scale.boardOpportunities} opportunities, c=8, ${rounded(board.perSecond)}/s`,
    bar: { of: "value", is: "at most", must: 300, stretch: 120 },
  });
  return [api, ...(await boardPageFigures(stage))];
}

/** The part of P10 in Chromium: the page's elements, and a user's drags with their requests. */
export async function boardPageFigures(stage: Stage): Promise<Figure[]> {
  return figuresOfPage("", stage.scale.boardOpportunities, await watchBoard(stage));
}

/** The figures of a board in Chromium with so many records; `of` names them where they are not opportunities. */
export function figuresOfPage(of: string, records: number, page: BoardPage): Figure[] {
  return [
    judge({
      id: "P10",
      name: `DOM nodes of the board${of}`,
      value: page.nodes,
      unit: "nodes",
      baseline: records,
      note: `${page.cards} cards in the page, after a column was scrolled; baseline is the number of records`,
      bar: { of: "value", is: "at most", must: 3000, stretch: 1500 },
    }),
    judge({
      id: "P10",
      name: `drag to the server's answer${of}, p95`,
      value: percentile(page.acks, 95),
      unit: "ms",
      baseline: percentile(page.empty, 95),
      note: `${page.acks.length} drags by mouse in Chromium, median ${rounded(median(page.acks))} ms; baseline is the empty route from the same page`,
      bar: { of: "value", is: "at most", must: 120, stretch: 60 },
    }),
    judge({
      id: "P10",
      name: `request of a drag${of}, median`,
      value: median(page.requests),
      unit: "ms",
      baseline: median(page.empty),
      note: "baseline is the empty route from the same page",
      bar: { of: "value", is: "at most", must: 60, stretch: 30 },
    }),
  ];
}
