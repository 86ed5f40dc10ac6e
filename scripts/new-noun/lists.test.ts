import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withShownBy } from "./lists";
import { readSpec } from "./spec";
import { textsOf } from "./texts";

const headsFile = "src/lib/nouns/crm.ts";
const heads = readFileSync(headsFile, "utf8");
const shownBy = (text: string) =>
  [...text.matchAll(/^ {2}(\w+): \{$|shownBy: \[(.*)\]/gm)].map(([, entity, shown]) => entity ?? shown);

test("a noun is named by each noun that its fields point to, so that screens which show it stay fresh", () => {
  const kiteMolds = readSpec([
    "crm/kite-molds",
    "name:text! account:account maker:account product:product owner:member",
  ]);
  const [before, after] = [shownBy(heads), shownBy(withShownBy(heads, kiteMolds))];
  const wanted = before.map((text, at) => {
    if (!["product", "account"].includes(before[at - 1] ?? "")) return text;
    return text === "" ? '"kite-molds"' : `${text}, "kite-molds"`;
  });
  expect(after).toEqual(wanted);
  const written = shownBy(textsOf(process.cwd(), kiteMolds).get(headsFile) ?? "");
  expect(written.slice(0, wanted.length)).toEqual(wanted);
});

test("a noun whose model exists already is refused", () => {
  expect(() => textsOf(process.cwd(), readSpec(["crm/jobs", "name:text!"]))).toThrow(
    "prisma/models/jobs.prisma exists already. Choose another path for the noun.",
  );
});

test("the guide for users says which columns files of a noun fill, in a table whose columns stay aligned", () => {
  const kiteMolds = readSpec([
    "crm/long-named-kite-molds",
    "name:text! size:integer since:instant at:address owner:member",
  ]);
  const lines = (textsOf(process.cwd(), kiteMolds).get("docs/guides/users.md") ?? "").split("\n");
  const at = lines.findIndex((line) => /^\| what +\|/.test(line));
  const table = lines.slice(at, lines.indexOf("", at));
  expect(table.at(-1)).toMatch(
    /^\| long named kite molds \| id, else external id, else name +\| Name, Id, External id, External id source, Size, Since, Owner, Deleted +\|$/,
  );
  expect(new Set(table.map((line) => line.length)).size).toBe(1);
});
