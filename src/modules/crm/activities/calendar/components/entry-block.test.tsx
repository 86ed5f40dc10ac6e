import { expect, test } from "vitest";
import { joinedText } from "@/test/part";
import type { CalendarEntry } from "./calendar-queries";
import { EntryBlock } from "./entry-block";

const entry = (status: string) =>
  ({
    of: "activity",
    title: "Call Ana",
    activity: { kind: "call", status, owner: null, about: null },
  }) as never as CalendarEntry;

test("a block says that its activity is done, which its icon shows", () => {
  const textOf = (status: string) => joinedText(<EntryBlock entry={entry(status)} time="" isShort={false} />);
  expect(textOf("completed")).toBe("Call Ana, done");
  expect(textOf("planned")).toBe("Call Ana");
});
