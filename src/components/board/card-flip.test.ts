import { expect, test, vi } from "vitest";
import { CardFlip } from "./card-flip";

class Card {
  readonly dataset: { card: string };
  readonly style = {};
  constructor(
    readonly name: string,
    private readonly acts: string[],
    private readonly place: { left: number; top: number },
  ) {
    this.dataset = { card: name };
  }
  moveTo(place: Partial<{ left: number; top: number }>) {
    Object.assign(this.place, place);
  }
  getBoundingClientRect() {
    this.acts.push(`measure ${this.name}`);
    return { ...this.place, width: 100, height: 40 };
  }
  animate(frames: { transform?: string }[]) {
    this.acts.push(`slide ${this.name} ${frames[0]?.transform ?? ""}`.trim());
    return {};
  }
  cloneNode() {
    return new Card(`copy of ${this.name}`, this.acts, { ...this.place });
  }
  removeAttribute() {}
  setAttribute() {}
}

/** A board with these cards, whose parts record the calls; `update` is React's update after a data change. */
function board(reduced = false) {
  const acts: string[] = [];
  const cards = ["one", "two", "three"].map((name, at) => new Card(name, acts, { left: 0, top: at * 50 }));
  const container = {
    querySelectorAll: () => cards,
    append: ({ name }: Card) => acts.push(`append ${name}`),
  };
  vi.stubGlobal("HTMLElement", Card);
  vi.stubGlobal("document", { querySelectorAll: () => [] });
  vi.stubGlobal("window", { matchMedia: () => ({ matches: reduced }) });
  const props = { container: { current: container as unknown as HTMLElement }, children: null };
  const update = (change: () => void, version = "after") => {
    const flip = new CardFlip({ ...props, version });
    const before = { ...props, version: "before" };
    const places = flip.getSnapshotBeforeUpdate(before);
    acts.length = 0;
    change();
    flip.componentDidUpdate(before, null, places);
    return acts;
  };
  return { cards, update };
}

test("all cards are measured where they are now before the first of them slides", () => {
  const { cards, update } = board();
  const acts = update(() => {
    cards[0]?.moveTo({ left: 200 });
    cards[1]?.moveTo({ top: 0 });
    cards[2]?.moveTo({ top: 50 });
  });
  expect(acts).toEqual([
    "measure one",
    "measure two",
    "measure three",
    // Into another column: a copy moves above the board.
    "append copy of one",
    "slide one",
    "slide copy of one translate(-200px, 0px)",
    "slide two translate(0px, 50px)",
    "slide three translate(0px, 50px)",
  ]);
});

test("a card that keeps its place does not slide; nothing slides without new data or with reduced motion", () => {
  const stays = board();
  expect(stays.update(() => undefined)).toEqual(["measure one", "measure two", "measure three"]);
  const same = board();
  expect(same.update(() => same.cards[0]?.moveTo({ top: 90 }), "before")).toEqual([]);
  const reduced = board(true);
  expect(reduced.update(() => reduced.cards[0]?.moveTo({ top: 90 }))).toEqual([]);
});
