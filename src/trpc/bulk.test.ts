import { expect, test } from "vitest";
import { sendInParts } from "./bulk";

const rows = Array.from({ length: 450 }, (_, index) => ({ id: String(index), version: 1 }));
const done = (part: readonly { id: string }[]) => ({
  done: part.map(({ id }) => ({ id, version: 2, changed: true })),
  refused: [],
});

test("many go in parts that the server takes, and it is told how far it has come", async () => {
  const sizes: number[] = [];
  const onProgress: number[] = [];
  const report = await sendInParts(
    rows,
    200,
    (count) => onProgress.push(count),
    async (part) => {
      sizes.push(part.length);
      return done(part);
    },
  );
  expect(sizes).toEqual([200, 200, 50]);
  expect(onProgress).toEqual([200, 400, 450]);
  expect(report.done).toHaveLength(450);
});

test("a part that fails ends it: what was done before stays told, the rest has the reason", async () => {
  let parts = 0;
  const report = await sendInParts(
    rows,
    200,
    () => undefined,
    async (part) => {
      parts += 1;
      if (parts === 2) throw { code: "UNAVAILABLE", message: "The database does not answer." };
      return done(part);
    },
  );
  expect(parts).toBe(2);
  expect(report.done).toHaveLength(200);
  expect(report.refused).toHaveLength(250);
  expect(report.refused[0]).toBe("The database does not answer.");
});
