import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The last version of access.sql: its number, and its text without the line with the number. */
const last = { version: 21, hash: "f88aff0340509ff2" };

test("access.sql has another number for another text, because servers ask databases for the number", () => {
  const [head = "", ...rest] = readFileSync("prisma/access.sql", "utf8").split("\n");
  const hash = createHash("sha256").update(rest.join("\n")).digest("hex").slice(0, 16);
  const version = Number(/^-- Version (\d+)\./.exec(head)?.[1]);
  expect({ version, hash }, "raise the number in its first line, and note both here").toEqual(last);
});
