import * as fc from "fast-check";
import { expect, test } from "vitest";
import { changedWords, changesOfPage, excerpts } from "./changed-words";

test("a change is told in words, with those around it", () => {
  expect(changedWords("Call Ann on Monday.", "Call Bob on Monday.")).toEqual([
    { kind: "same", text: "Call " },
    { kind: "removed", text: "Ann" },
    { kind: "added", text: "Bob" },
    { kind: "same", text: " on Monday." },
  ]);
  expect(changedWords("", "New")).toEqual([{ kind: "added", text: "New" }]);
  expect(changedWords("Old", "")).toEqual([{ kind: "removed", text: "Old" }]);
  expect(changedWords("Same", "Same")).toEqual([]);
  expect(changedWords("a b", "a  b").some(({ kind }) => kind === "added")).toBe(true);
});

test("long stretches are shortened, and the whole is short and soon there however long the texts are", () => {
  const filler = "words that stay as they are ".repeat(280);
  const [start, removed, added, end] = changedWords(`${filler}old ${filler}`, `${filler}new ${filler}`);
  expect([removed?.text, added?.text]).toEqual(["old", "new"]);
  expect(start?.text.startsWith("…")).toBe(true);
  expect(end?.text.endsWith("…")).toBe(true);
  const words = (seed: string, count: number) =>
    Array.from({ length: count }, (_, n) => `${seed}${n * 7919}`).join(" ");
  const texts: [string, string][] = [
    [words("a", 2_500), words("b", 2_500)],
    [words("a", 20_000), words("b", 20_000)],
    [`${words("a", 9_000)}\n`.repeat(3), `${words("a", 9_000)}\n`.repeat(2)],
    ["a\n".repeat(90_000), "b\n".repeat(90_000)],
    // Many short changes.
    [words("same old", 400).replaceAll(" ", " so "), words("same new", 400).replaceAll(" ", " so ")],
    ["\ud83d\ude00".repeat(4_000), "\ud83d\ude01".repeat(4_000)],
  ];
  for (const [before, after] of texts) {
    const begun = process.cpuUsage();
    const segments = changedWords(before, after);
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(2_000);
    expect(segments.map(({ text }) => text).join("").length).toBeLessThan(4_100);
    expect(segments.some(({ kind }) => kind !== "same")).toBe(true);
    expect(JSON.stringify(segments)).not.toMatch(/\\ud[89a-f]/);
  }
});

test("texts with too many changes are told as a whole, however alike they are", () => {
  const [before = "", after = ""] = ["old", "new"].map((one) =>
    Array.from({ length: 300 }, (_, nth) => `same ${one}${nth}`).join(" "),
  );
  expect(changedWords(before, after).map(({ kind }) => kind)).toEqual(["removed", "added"]);
});

test("a page of texts is compared in words until its time is over, and then as a whole", () => {
  let time = 0;
  const changes = changesOfPage(() => {
    time += 30;
    return time;
  });
  const kinds = () => changes("Call Ann on Monday.", "Call Bob on Monday.").map(({ kind }) => kind);
  const told = Array.from({ length: 5 }, kinds);
  expect(told.slice(0, 4)).toEqual(Array(4).fill(["same", "removed", "added", "same"]));
  expect(told[4]).toEqual(["removed", "added"]);
});

test("segments of short texts say both whole", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c d", " ", "\n", "e."), { maxLength: 12 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const segments = changedWords(before, after);
      const of = (gone: string) =>
        segments
          .flatMap(({ kind, text: said }) => (kind === gone ? [] : [said]))
          .join("")
          .replace(/\s/g, "");
      if (before !== after)
        expect([of("added"), of("removed")]).toEqual([before, after].map((one) => one.replace(/\s/g, "")));
    }),
  );
});

test("excerpts begin a little before the first difference", () => {
  const same = "x".repeat(500);
  const [before, after] = excerpts(`${same}old`, `${same}new`, 300);
  expect([before?.endsWith("old"), after?.endsWith("new"), before?.startsWith("…")]).toEqual([true, true, true]);
  expect(excerpts(null, "new", 300)).toEqual([null, "new"]);
});
