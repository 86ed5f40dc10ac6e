import { getQueryKey } from "@trpc/react-query";
import { expect, test } from "vitest";
import { wordsUnanswered } from "@/test/unanswered";
import { api } from "@/trpc/react";
import { OutboxNotes } from "./outbox-notes";

test("where it cannot be asked whether events get on, that is said", () => {
  expect(wordsUnanswered(<OutboxNotes />, getQueryKey(api.jobs.outbox, {}, "query"))).toMatch(
    /^The state of event delivery could not be loaded\..* Try again$/,
  );
  expect(wordsUnanswered(<OutboxNotes />)).toBe("");
});
