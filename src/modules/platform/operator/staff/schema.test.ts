import { expect, it } from "vitest";
import { overrideForm } from "./schema";

const given = {
  limit: "seats",
  most: null,
  module: null,
  on: true,
  plan: "professional",
  until: "2026-12-01",
  reason: "A project with many guests",
};

it("asks for the module of an override of a module, and only there", () => {
  expect(overrideForm.safeParse({ ...given, kind: "module" }).error?.issues).toEqual([
    expect.objectContaining({ path: ["module"], message: "Choose a module." }),
  ]);
  expect(overrideForm.safeParse({ ...given, kind: "module", module: "pmo" }).success).toBe(true);
  for (const kind of ["limit", "plan"]) expect(overrideForm.safeParse({ ...given, kind }).success).toBe(true);
});
