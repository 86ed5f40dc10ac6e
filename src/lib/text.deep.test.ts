import { expect, it } from "vitest";
import { foldKey } from "./text";

it("a folded text changes no more when it is folded twice, for every character", () => {
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const key = foldKey(`a${String.fromCodePoint(code)}b`);
    if (foldKey(key) !== key) expect.fail(`U+${code.toString(16)} is folded further the second time`);
  }
});
