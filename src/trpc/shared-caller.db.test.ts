import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { permissions } from "@/lib/roles";
import { readCaller } from "@/server/http";
import { createTrpcContext } from "@/server/trpc";
import { testWorkspace } from "@/test/ctx";
import { withKey } from "@/test/tenancy/doors";
import { createSharedCaller } from "./shared-caller";

test("the parts of a page share an answer, and a refusal; other questions are put apart", async () => {
  const workspace = await testWorkspace();
  const member = await workspace.join("admin");
  const make = (name: string) => workspace.system.db.account.create({ data: { name, nameKey: name } });
  const [one, other] = [await make("one"), await make("other")];
  const headers = new Headers(await withKey(workspace.tenant.id, member, [...permissions]));
  const api = createSharedCaller(createTrpcContext(await readCaller(headers)));

  const query = vi.spyOn(pg.Client.prototype, "query");
  const asked = () =>
    query.mock.calls.filter(([config]) => /from "public"\."accounts"/i.test((config as { text?: string }).text ?? ""))
      .length;
  const answers = await Promise.all([api.accounts.get({ id: one.id }), api.accounts.get({ id: one.id })]);
  expect(answers.map(({ name }) => name)).toEqual(["one", "one"]);
  expect(asked()).toBe(1);
  expect((await api.accounts.get({ id: other.id })).name).toBe("other");
  expect(asked()).toBe(2);
  const unknown = randomUUID();
  for (const _part of ["metadata", "page"])
    await expect(api.accounts.get({ id: unknown })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(asked()).toBe(3);
  query.mockRestore();
});
