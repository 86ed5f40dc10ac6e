import { expect, test } from "vitest";
import { Prisma } from "./db/generated/client";
import { toAppError } from "./errors";

test("a wait for a locked record that takes too long is reported as such, not as a database failure", () => {
  const held = Object.assign(new Error("canceling statement due to lock timeout"), { code: "55P03" });
  expect(toAppError(held, "r")).toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringMatching(/^Another process is using this record, perhaps an import .* Nothing was changed/),
  });
  const away = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  expect(toAppError(away, "r").message).toMatch(/^The database is not responding\./);
});

const taken = (index: string) => {
  const cause = { originalCode: "23505", kind: "UniqueConstraintViolation", constraint: { index } };
  const meta = { driverAdapterError: { name: "DriverAdapterError", cause } };
  return toAppError(new Prisma.PrismaClientKnownRequestError("No.", { code: "P2002", meta, clientVersion: "7" }), "r");
};

test("a value that must be unique and is not is told for the field that somebody typed, by the name of its index", () => {
  for (const [index, path] of [
    ["products_tenant_id_sku_key_key", "sku"],
    ["member_grants_tenant_id_member_id_permission_key", "permission"],
    ["loss_reasons_tenant_id_pipeline_id_name_key_key", "name"],
    ["members_tenant_id_user_id_key", "userId"],
  ] as const)
    expect(taken(index)).toMatchObject({ code: "VALIDATION", details: { fields: [{ path }] } });
  expect(taken("pipelines_one_default_key")).toMatchObject({ code: "CONFLICT", details: undefined });
});

test("so is one that plain SQL tells of", () => {
  const refused = Object.assign(new Error("duplicate"), {
    code: "23505",
    constraint: "products_tenant_id_sku_key_key",
  });
  expect(toAppError(refused, "r")).toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "sku" }] } });
});

const key = 'violates foreign key constraint "lines_product_id_fkey"';
const named = (message: string) => Object.assign(new Error(message), { code: "23503" });

test("a foreign key that names nothing is not found, by whatever statement it was written", () => {
  const originalMessage = `insert or update on table "lines" ${key}`;
  const cause = { originalCode: "23503", kind: "ForeignKeyConstraintViolation", originalMessage };
  const meta = { driverAdapterError: { name: "DriverAdapterError", cause } };
  for (const code of ["P2003", "P2010"]) {
    const refused = new Prisma.PrismaClientKnownRequestError("Raw query failed.", { code, meta, clientVersion: "7" });
    expect(toAppError(refused, "r").code).toBe("NOT_FOUND");
  }
  expect(toAppError(named(originalMessage), "r").code).toBe("NOT_FOUND");
});

test("a deleted row to which others still point is a mistake of ours, unless Prisma's own deletes tell of it", () => {
  const originalMessage = `update or delete on table "products" ${key} on table "lines"`;
  const meta = { driverAdapterError: { cause: { originalCode: "23503", originalMessage } } };
  const byPrisma = (code: string) =>
    new Prisma.PrismaClientKnownRequestError("No.", { code, meta, clientVersion: "7" });
  expect(toAppError(named(originalMessage), "r").code).toBe("INTERNAL");
  expect(toAppError(byPrisma("P2010"), "r").code).toBe("INTERNAL");
  expect(toAppError(byPrisma("P2003"), "r").code).toBe("NOT_FOUND");
});
