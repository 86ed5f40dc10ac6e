import { describe, expect, it } from "vitest";
import { rules } from "./structure/all-rules";
import { parseSourceTree, readSourceTexts } from "./structure/source-tree";

const tree = parseSourceTree(readSourceTexts(process.cwd()));

/** No exceptions: a rule that is in the way is discussed and changed, not worked around. */
describe("the source tree", () => {
  it.each(Object.entries(rules))("%s", (_name, rule) => {
    expect(rule(tree).join("\n")).toBe("");
  });
});
