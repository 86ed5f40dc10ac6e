import { expect, test } from "vitest";
import { api } from "@/test/part";
import { wordsUnanswered } from "@/test/unanswered";
import { OutboxNotes } from "./outbox-notes";

test("a failed look at the delivery of events is shown", () => {
  expect(wordsUnanswered(<OutboxNotes />, api.jobs.outbox.queryKey({}))).toMatch(
    /^The state of event delivery could not be loaded\..* Try again$/,
  );
  expect(wordsUnanswered(<OutboxNotes />)).toBe("");
});
