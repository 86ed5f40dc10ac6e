import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/env";
import { permissions } from "@/lib/roles";
import { createApiKey } from "@/modules/platform/api-keys/operations";
import "@/registry/operations";
import "@/registry/bootstraps";
import type { Ctx } from "@/server/context";
import { closeConnections } from "@/server/db/client";
import { demoPassword, demoWorkspaces } from "./people";
import { makeWorkspace } from "./workspaces";

interface DemoFile {
  url: string;
  password: string;
  members: { email: string; workspace: string; role: string }[];
  apiKeys: { workspace: string; key: string }[];
  staff: { email: string }[];
}

/** A key is shown once, so those of an earlier start are kept in this file. */
const keysFile = join(env.DATA_DIR, "demo-keys.json");

async function earlierKeys(): Promise<DemoFile["apiKeys"]> {
  const text = await readFile(keysFile, "utf8").catch(() => "[]");
  return JSON.parse(text) as DemoFile["apiKeys"];
}

async function makeKey(owner: Ctx): Promise<DemoFile["apiKeys"][number]> {
  const scopes = permissions.filter((permission) => owner.can(permission) && permission !== "workspace:own");
  return { workspace: owner.tenant.slug, key: (await createApiKey(owner, { name: "Demo", scopes })).key };
}

try {
  const apiKeys = await earlierKeys();
  for (const workspace of demoWorkspaces) {
    const owner = await makeWorkspace(workspace);
    if (owner && workspace.deals > 0) apiKeys.push(await makeKey(owner));
  }
  await writeFile(keysFile, JSON.stringify(apiKeys), { mode: 0o600 });
  const demo: DemoFile = {
    url: env.NEXTAUTH_URL,
    password: demoPassword,
    members: demoWorkspaces.flatMap(({ slug, owner, members }) =>
      [owner, ...members].map(({ email, role }) => ({ email, workspace: slug, role })),
    ),
    apiKeys,
    staff: [],
  };
  await writeFile(join(env.DATA_DIR, "demo.json"), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
} finally {
  await closeConnections();
}
