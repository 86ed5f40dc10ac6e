import { expect, test } from "vitest";
import { markupOf } from "@/test/part";
import { useOutcomeQuestion } from "./outcome-question";

type Answered = ReturnType<typeof useOutcomeQuestion>["answered"];

const opportunity = {
  id: "opportunity",
  name: "Harbour crane",
  stageId: "lead",
  status: "open",
  amount: null,
  valueFromLines: false,
} as const;
const stage = { id: "won", type: "won" } as Parameters<Answered>[1];

let answered: Answered | undefined;
function Part() {
  ({ answered } = useOutcomeQuestion());
  return null;
}

test("a second question ends the first one, whose opportunity stays where it was", async () => {
  markupOf(<Part />);
  const sent: string[] = [];
  const ask = (name: string) => answered?.({ ...opportunity, name }, stage, async () => void sent.push(name));
  const first = ask("First");
  const second = ask("Second");
  await expect(Promise.race([first, new Promise((resolve) => setImmediate(resolve))])).rejects.toThrow(
    "The opportunity stays where it was.",
  );
  const state = await Promise.race([second?.then(() => "answered"), new Promise((r) => setImmediate(() => r("open")))]);
  expect([state, sent]).toEqual(["open", []]);
});
