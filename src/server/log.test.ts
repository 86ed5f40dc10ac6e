import pino from "pino";
import { expect, test } from "vitest";
import { log } from "./log";

const secret = "planted-6f1c2a9e";
const names = [
  "password",
  "passwordHash",
  "token",
  "tokenHash",
  "secret",
  "key",
  "keyHash",
  "authorization",
  "cookie",
] as const;

/** The output of the app's own log for an object. */
function written(object: object): string {
  const lines: string[] = [];
  const here = log.child({}, { level: "info" });
  Object.assign(here, { [pino.symbols.streamSym]: { write: (line: string) => lines.push(line) } });
  here.info(object, "said");
  return lines.join("");
}

test.each(names)("%s is cut one, two and three levels deep, and nothing beside it", (name) => {
  const planted = { [name]: secret, email: "ada@firm.example" };
  for (const object of [planted, { request: planted }, { request: { headers: planted } }]) {
    const line = written(object);
    expect(line).not.toContain(secret);
    expect(line).toContain(`"${name}":"[redacted]"`);
    expect(line).toContain("ada@firm.example");
  }
});

test("an error is written without the rows that the database quotes in it, however deep", () => {
  const row = { detail: `Failing row contains (${secret}).`, where: secret, internalQuery: secret, code: "23514" };
  const own = Object.assign(new Error("new row violates a check"), row);
  const nested = Object.assign(new Error("of Prisma"), { meta: { driverAdapterError: { cause: row } } });
  const both = Object.assign(new AggregateError([own, nested], "both"), { cause: own });
  for (const err of [own, nested, both]) {
    const line = written({ err });
    expect(line).not.toContain(secret);
    expect(line).toContain(err.message);
    expect(line).toContain("at "); // The stack stays.
    expect(line).toContain("23514");
  }
});
