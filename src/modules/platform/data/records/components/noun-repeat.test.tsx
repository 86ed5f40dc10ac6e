import { expect, test } from "vitest";
import { tasks } from "@/modules/pmo/tasks/fields";
import { api } from "@/test/part";
import { wordsOnceAnswered, wordsUnanswered } from "@/test/unanswered";
import { NounRepeat } from "./noun-repeat";

const id = "01990000-0000-7000-8000-000000000000";
const record = { id, version: 1, name: "Report", repeats: "Every day", mayEdit: true, archivedAt: null };
const late = <NounRepeat noun={tasks} record={record} dayIn={() => "2026-01-01"} isOver={false} />;
const asked = api.tasks.repeat.queryKey({ id });

test("a repetition that did not come is told in its place, with another try", () => {
  expect(wordsUnanswered(late, asked)).toBe(
    "Repeats Every day The repetition could not be loaded. The server could not be reached. Check your connection and try again. Try again",
  );
});

test("a next one that could not be made is told with the reason", () => {
  const reason = "The project Kanban is archived. Restore it, or end the repetition.";
  const answer = {
    rule: { every: 1, unit: "day" },
    startOn: "2026-01-01",
    triedAgainAt: "2026-01-02T06:00:00Z",
    reason,
  };
  expect(wordsOnceAnswered(late, asked, answer)).toContain(
    `The next one could not be made. ${reason} It is tried again: Jan 2, 2026`,
  );
});
