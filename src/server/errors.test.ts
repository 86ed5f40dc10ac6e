import { expect, test } from "vitest";
import { Prisma } from "./db/generated/client";
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

test("a foreign key that names nothing is not found, by whatever statement it was written", () => {
  const cause = { originalCode: "23503", kind: "ForeignKeyConstraintViolation" };
  const meta = { driverAdapterError: { name: "DriverAdapterError", cause } };
  for (const code of ["P2003", "P2010"]) {
    const refused = new Prisma.PrismaClientKnownRequestError("Raw query failed.", { code, meta, clientVersion: "7" });
    expect(toAppError(refused, "r").code).toBe("NOT_FOUND");
  }
});
