import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { rounds, sampled, someOf } from "./rounds";

it("takes a few of many, and all of them over many names", () => {
  const texts = ["a", "b", "c", "d", "e"];
  // Long ones, as operations have: a hash beyond the range of numbers would always begin with the first text.
  const names = Array.from({ length: 20 }, (_, nth) => `updateCostCenterOfNumber${nth} member own`);
  expect(someOf(texts, "one", 2)).toHaveLength(2);
  expect(someOf(texts, "one", 9)).toHaveLength(5);
  expect(new Set(names.flatMap((word) => someOf(texts, word, 2)))).toEqual(new Set(texts));
});

it("asks a part in npm test", () => {
  expect([rounds(9, 2), sampled(["a", "b", "c"], "one", 1).length]).toEqual([2, 1]);
});

it("is asked in full by a twin of each test that asks a part", () => {
  const tests = globSync(["{src,scripts}/**/*.test.{ts,tsx}"]).map((path) => ({
    path,
    text: readFileSync(path, "utf8"),
  }));
  const asking =
    /import \{[^}]*\b(rounds|sampled|sampledOperations|isFull|triedModes)\b[^}]*\} from "[^"]*\/(rounds|tiers|kernel)"/;
  const parts = tests.filter(
    ({ path, text }) => asking.test(text) && !/(rounds|tiers|\.deep(\.db)?)\.test\./.test(path),
  );
  const twins = tests.filter(({ path }) => path.includes(".deep."));
  expect(parts.length).toBeGreaterThan(15);
  const without = parts.filter(({ path }) => {
    const [folder, name] = [
      path.slice(0, path.lastIndexOf("/") + 1),
      path.slice(path.lastIndexOf("/") + 1, -".ts".length),
    ];
    return !twins.some((twin) => twin.path.startsWith(folder) && twin.text.includes(`import "./${name}";`));
  });
  expect(without.map(({ path }) => path)).toEqual([]);
});
