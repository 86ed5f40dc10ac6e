// @module-tag once

import { beforeAll, expect, test } from "vitest";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import type { AnyTenantOperation } from "@/server/operation";
import { testWorkspace } from "../ctx";
import { fillWorkspace } from "../full-workspace";
import { tried, triedOperations } from "../tiers";
import { fieldsOf, fullInput, replaced } from "./text-fields";

const all = Object.entries(operations) as unknown as [string, AnyTenantOperation | { realm: "identity" }][];
const tenantOperations = all.filter((entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant");

/** Beyond the limits of columns, of whole numbers, and of exact JSON numbers. */
const naughty = [-(2 ** 31) - 1, -1, 0, 0.5, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e308];

let ctx: Ctx;
let ids: Record<string, string>;
beforeAll(async () => {
  ctx = await (await testWorkspace()).role("owner");
  ({ ids } = await fillWorkspace(ctx));
});

test.each(triedOperations(tenantOperations, 2))(
  "%s takes a number or refuses it, and never breaks by it",
  async (name, operation) => {
    const base = fullInput(operation, ids);
    for (const path of fieldsOf("number", base))
      for (const number of tried(naughty, name, 2))
        expect([path, number, await failure(operation, replaced(base, path, number))]).toEqual([path, number, null]);
  },
);

async function failure(operation: AnyTenantOperation, input: unknown): Promise<unknown> {
  try {
    await (operation as unknown as (ctx: Ctx, input: unknown) => Promise<unknown>)(ctx, input);
    return null;
  } catch (error) {
    const app = toAppError(error, "");
    return app.code === "INTERNAL" ? String(app.cause) : null;
  }
}
