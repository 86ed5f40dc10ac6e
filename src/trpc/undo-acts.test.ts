import { expect, test } from "vitest";
import { makeQueryClient } from "./query-client";
import { undoActsOf } from "./undo-acts";
import { writeQueueOf } from "./write-queue";

test("an act that ends after its person left the workspace is not undone from the next one", async () => {
  const [left, next] = [makeQueryClient(), makeQueryClient()];
  const act = { message: "Role changed", undo: async () => true, toast: 1 };
  undoActsOf(left).add(act);
  expect(await undoActsOf(next).take()).toBeUndefined();
  expect(await undoActsOf(left).take()).toBe(act);
});

test("an undo that is asked for before the answer of the last act undoes that one, not the act before it", async () => {
  const client = makeQueryClient();
  const acts = undoActsOf(client);
  const [before, last] = ["Moved", "Renamed"].map((message) => ({ message, undo: async () => true, toast: message }));
  if (before) acts.add(before);
  const answered = new Promise<void>((answer) => setTimeout(answer, 10));
  const written = writeQueueOf(client)
    .inTurn("a", () => answered)
    .then(() => last && acts.add(last));
  const taken = acts.take();
  await written;
  expect(await taken).toBe(last);
  expect(await acts.take()).toBe(before);
});
