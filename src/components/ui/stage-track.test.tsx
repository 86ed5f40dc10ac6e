import { expect, test } from "vitest";
import { markupOf } from "@/test/part";
import { StageTrack } from "./stage-track";

const stages = [
  { id: "lead", name: "Lead", color: 1, note: "12d" },
  { id: "won", name: "Won", color: 2 },
];

test("a stage is named apart from its days, and the button of the current one says so", () => {
  const html = markupOf(<StageTrack stages={stages} current="lead" onSelect={() => undefined} />);
  expect(html).toMatch(/<button[^>]*aria-current="step"[^>]*>.*Lead<\/span> <span[^>]*>12d/);
  expect(html.match(/aria-current/g)).toHaveLength(1);
});

test("its buttons are not disabled while a move is on its way: the pressed one would lose the focus", () => {
  const html = markupOf(<StageTrack stages={stages} current="lead" onSelect={() => undefined} disabled />);
  expect(html).not.toMatch(/ disabled=/);
  expect(html.match(/aria-disabled="true"/g)).toHaveLength(2);
});

test("a stage before the current one is passed, unless it was skipped", () => {
  const nodes = (skipped: boolean) => {
    const html = markupOf(
      <StageTrack stages={[{ id: "lead", name: "Lead", color: "red", skipped }, ...stages.slice(1)]} current="won" />,
    );
    return html.match(/background:red/g)?.length ?? 0;
  };
  expect(nodes(false)).toBe(2);
  expect(nodes(true)).toBe(0);
});
