import { expect, test } from "vitest";
import { untilLoaded } from "./until-loaded";

/** Code that loads on this attempt. */
function comingAt(attempt: number) {
  let tried = 0;
  const load = async () => {
    tried += 1;
    if (tried < attempt) throw new TypeError("Failed to load chunk");
    return "code";
  };
  return { load, tried: () => tried };
}

test("a failed load is retried until it succeeds", async () => {
  const code = comingAt(3);
  expect(await untilLoaded(code.load, () => false, 0)).toBe("code");
  expect(code.tried()).toBe(3);
});

test("it is not asked for after the page has gone", async () => {
  const code = comingAt(9);
  expect(await untilLoaded(code.load, () => code.tried() === 2, 0)).toBeNull();
  expect(code.tried()).toBe(2);
});
