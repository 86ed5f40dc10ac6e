import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { GET as preview } from "@/app/api/files/[id]/preview/route";
import { GET as download } from "@/app/api/files/[id]/route";
import { GET as thumbnail } from "@/app/api/files/[id]/thumbnail/route";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { hostileFiles } from "@/test/hostile-files";
import { uploadFile } from "@/test/stored-file";
import { signedIn } from "@/test/tenancy/doors";
import type { StoredFile } from "./schema";

let workspace: TestWorkspace;
let boss: TestMember;
let ctx: Ctx;
let recordId: string;
let cookie: Record<string, string>;
beforeAll(async () => {
  workspace = await testWorkspace();
  boss = await workspace.join("admin");
  ctx = await workspace.as(boss);
  recordId = (await accountOperations.create(ctx, { name: "Firm" })).id;
  cookie = await signedIn(boss, workspace.tenant.slug);
});

const ask = (route: typeof download, id: string): Promise<Response> =>
  route(new Request(`http://localhost:3000/api/files/${id}?workspace=${workspace.tenant.slug}`, { headers: cookie }), {
    params: Promise.resolve({ id }),
  });

/** Types under which a browser runs nothing. */
const inert = /^(image\/(png|jpeg|webp|gif|avif)|text\/plain; charset=utf-8|(audio|video)\/[\w.-]+)$/;

function requireInert(response: Response, name: string): void {
  const header = (key: string) => response.headers.get(key) ?? "";
  expect(header("x-content-type-options"), name).toBe("nosniff");
  expect(header("content-security-policy"), name).toMatch(/^sandbox; default-src 'none'/);
  if (!header("content-disposition").startsWith("attachment")) expect(header("content-type"), name).toMatch(inert);
}

describe("hostile files", () => {
  test("are never served so that a browser runs them", async () => {
    const files = await hostileFiles();
    expect(files.length).toBeGreaterThanOrEqual(60);
    for (const { name, bytes } of files) {
      const file = await uploadFile(ctx, bytes, { entity: "account", recordId, name, keepBoth: true });
      const whole = await ask(download, file.id);
      expect(whole.headers.get("content-disposition"), name).toMatch(/^attachment; filename\*=UTF-8''[\w%.!'()*~-]+$/);
      for (const route of [download, preview, thumbnail]) {
        const response = await ask(route, file.id);
        if (response.ok) requireInert(response, name);
        else expect(response.status, name).toBe(404);
        await response.arrayBuffer();
      }
    }
  });

  test("are no pictures of accounts or members, unless they can be drawn anew", async () => {
    const isDrawn: string[] = [];
    for (const { name, bytes } of await hostileFiles()) {
      const of = { entity: "account", recordId, purpose: "picture", name } as const;
      const made = await uploadFile(ctx, bytes, of).catch((error: unknown) => error as { code: string });
      if ("code" in made) expect(made.code, name).toBe("VALIDATION");
      else isDrawn.push((made as StoredFile).name);
    }
    expect(isDrawn.sort()).toEqual(["gif.js", "jpeg.svg", "png.html"]);
  });
});
