import { getQueryKey } from "@trpc/react-query";
import { expect, test } from "vitest";
import { wordsUnanswered } from "@/test/unanswered";
import { api } from "@/trpc/react";
import { OutboxNotes } from "./outbox-notes";

test("a failed look at the delivery of events is shown", () => {
  expect(wordsUnanswered(<OutboxNotes />, getQueryKey(api.jobs.outbox, {}, "query"))).toMatch(
    /^The state of event delivery could not be loaded\..* Try again$/,
  );
  expect(wordsUnanswered(<OutboxNotes />)).toBe("");
});
