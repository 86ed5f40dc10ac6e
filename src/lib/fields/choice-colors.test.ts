import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { choiceColors } from "./choice-colors";

const styles = (name: string) => readFileSync(`src/app/${name}.css`, "utf8");

test("each colour has a value in the light and the dark theme, and one where colours are forced", () => {
  const named = (text: string) => [...text.matchAll(/--choice-(\w+):/g)].map(([, name]) => name);
  expect(named(styles("tokens"))).toEqual([...choiceColors, ...choiceColors]);
  expect(named(styles("forced-colors"))).toEqual([...choiceColors]);
});
