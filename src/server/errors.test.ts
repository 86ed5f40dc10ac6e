import { expect, test } from "vitest";
import { toAppError } from "./errors";

test("who waits too long for a record that other work holds is told so, not that the database is away", () => {
  const held = Object.assign(new Error("canceling statement due to lock timeout"), { code: "55P03" });
  expect(toAppError(held, "r")).toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringMatching(/^Other work holds this record just now, perhaps an import .* Nothing was changed/),
  });
  const away = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  expect(toAppError(away, "r").message).toMatch(/^The database does not answer just now\./);
});
