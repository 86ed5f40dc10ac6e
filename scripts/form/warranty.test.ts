import { join } from "node:path";
import { expect, test } from "vitest";
import { warrantyFigures } from "./warranty";

test("a warranty with a verb, states, a computed date and a tab takes few lines in few files", () => {
  const figures = warrantyFigures(join(import.meta.dirname, "../.."));
  expect(figures).toHaveLength(2);
  for (const { label, value, bar } of figures) {
    expect(value, label).toBeGreaterThan(0);
    expect(value, label).toBeLessThanOrEqual(bar?.must ?? 0);
  }
});
