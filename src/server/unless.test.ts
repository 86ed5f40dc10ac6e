import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unless } from "./unless";

const here = import.meta.dirname;

test("a folder that is missing is the given value", async () => {
  expect(await readdir(join(here, "no such folder")).catch(unless("ENOENT", ["nothing"]))).toEqual(["nothing"]);
});

test("any other failure stays one", async () => {
  const file = join(here, "unless.test.ts");
  await expect(readdir(file).catch(unless("ENOENT", []))).rejects.toMatchObject({ code: "ENOTDIR" });
});
