import { describe, expect, test } from "vitest";
import type { QuickLogOptions } from "@/lib/quick-log/quick-log";
import { type Named, namedBy, readQuickTask, wordsToFind } from "./quick-task";

// A Saturday.
const options: QuickLogOptions = {
  zone: "Europe/Berlin",
  now: new Date("2026-11-28T09:00:00Z"),
  clock: 24,
  order: "dmy",
};
const members: Named[] = [
  { id: "ana", label: "Ana Berg" },
  { id: "anabel", label: "Anabel Cruz" },
  { id: "tom", label: "Tom Moss" },
];
const projects: Named[] = [{ id: "kan", label: "KAN" }];

const read = (line: string, without: string[] = []) => {
  const { name, facts } = readQuickTask(line, {
    options,
    memberOf: (word) => namedBy(word, members),
    projectOf: (word) => namedBy(word, projects),
    without: new Set(without),
  });
  return { name, ...Object.fromEntries(facts.map(({ field, value }) => [field, value])) };
};

describe("a line", () => {
  test.each<[string, object]>([
    [
      "Call supplier tomorrow @Tom #KAN !high 2h",
      {
        name: "Call supplier",
        dueOn: "2026-11-29",
        ownerId: "tom",
        projectId: "kan",
        priority: "high",
        estimate: 120,
      },
    ],
    ["!urgent #kan Order the crane", { name: "Order the crane", priority: "urgent", projectId: "kan" }],
    ["Order the crane by Friday", { name: "Order the crane", dueOn: "2026-12-04" }],
    ["Install Austin Dec 7 for 1h 30m", { name: "Install Austin", dueOn: "2026-12-07", estimate: 90 }],
    ["Survey 2026-12-01", { name: "Survey", dueOn: "2026-12-01" }],
    ["Answer the client in 3 days", { name: "Answer the client", dueOn: "2026-12-01" }],
    ["Plain words", { name: "Plain words" }],
    ["", { name: "" }],
    ["!low", { name: "", priority: "low" }],
  ])("%s", (line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  test("keeps names that nobody or several have in its text", () => {
    expect(read("Call @Zoe about #XYZ !soon")).toEqual({ name: "Call @Zoe about #XYZ !soon" });
    expect(read("Call @An")).toEqual({ name: "Call @An" });
    expect(read("Call @AnaB")).toEqual({ name: "Call @AnaB" });
    expect(read("Call @AnaBerg.")).toEqual({ name: "Call .", ownerId: "ana" });
    expect(read("Call @Ana")).toEqual({ name: "Call", ownerId: "ana" });
    expect(read("Call @Berg")).toEqual({ name: "Call", ownerId: "ana" });
  });

  test("keeps signs inside words", () => {
    expect(read("Write to ana@tom.example about C#KAN, wow!high")).toEqual({
      name: "Write to ana@tom.example about C#KAN, wow!high",
    });
  });

  test("gets the words back whose chip was removed", () => {
    expect(read("Call tomorrow @Tom 2h", ["tomorrow", "@Tom"])).toEqual({ name: "Call tomorrow @Tom", estimate: 120 });
    expect(read("Call 2h", ["2h"])).toEqual({ name: "Call 2h" });
  });

  test("that says a thing twice takes the last one", () => {
    expect(read("Call Friday !low or tomorrow !high")).toEqual({
      name: "Call Friday !low or",
      dueOn: "2026-11-29",
      priority: "high",
    });
  });

  test("names the words to look up, each once", () => {
    expect(wordsToFind("a @Tom b #KAN @Tom c@d.example")).toEqual({ members: ["Tom"], projects: ["KAN"] });
  });
});
