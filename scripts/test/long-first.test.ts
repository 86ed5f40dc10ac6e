import { expect, it } from "vitest";
import { isLong } from "./long-first";

it("begins with long tests in short files, and with those that run another file in full", () => {
  const paths = [
    "src/modules/hub/sync/loops.db.test.ts",
    "src/test/plans.deep.db.test.ts",
    "src/test/races.db.test.ts",
  ];
  const texts = [
    "",
    '// In full.\nimport "./races.db.test";\n',
    'import "@/registry/register";\nimport { x } from "./plans";\n',
  ];
  expect(paths.map((path, nth) => isLong(path, texts[nth] ?? ""))).toEqual([true, true, false]);
});
