import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/env";
import { permissions } from "@/lib/roles";
import { writeState } from "@/local/state";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import "@/registry/operations";
import "@/registry/register";
import type { Ctx } from "@/server/context";
import { closeConnections } from "@/server/db/client";
import { bringActivities } from "./activities";
import { bringCategories } from "./categories";
import { bringComments } from "./comments";
import { bringFiles } from "./files";
import { bringGuest } from "./guest";
import { bringHistory } from "./history";
import { bringOwnSales } from "./own-sales";
import { bringOwnTasks } from "./own-tasks";
import { demoPassword, demoStaff, demoTotpSecret, demoWorkspaces, peopleOf } from "./people";
import { bringPlatform } from "./platform";
import { bringProjects } from "./projects";
import { bringRoles } from "./roles";
import { bringSignIns } from "./sign-ins";
import { bringTasks } from "./tasks";
import { bringTexts } from "./texts";
import { bringUsage } from "./usage";
import { takeValuesFromLines } from "./values-from-lines";
import { bringViews } from "./views";
import { bringVisits } from "./visits";
import { join as joinDemo, makeStaff, makeWorkspace } from "./workspaces";

/** The data about the demo for scripts; the address is added once it serves. */
interface SeedFile {
  password: string;
  members: { email: string; workspace: string; role: string }[];
  apiKeys: { workspace: string; key: string }[];
  staff: { email: string; totpSecret: string }[];
}

const seedFile = join(env.DATA_DIR, "seed.json");

/** A key is shown once, so those of an earlier start are reused. */
async function earlierKeys(): Promise<SeedFile["apiKeys"]> {
  const text = await readFile(seedFile, "utf8").catch(() => null);
  return text ? (JSON.parse(text) as SeedFile).apiKeys : [];
}

async function makeKey(owner: Ctx): Promise<SeedFile["apiKeys"][number]> {
  const scopes = permissions.filter((permission) => owner.can(permission) && permission !== "workspace:own");
  return { workspace: owner.tenant.slug, key: (await createApiKey(owner, { name: "Demo", scopes })).key };
}

try {
  const keys = new Map((await earlierKeys()).map((key) => [key.workspace, key]));
  for (const [index, workspace] of demoWorkspaces.entries()) {
    const owner = await makeWorkspace(workspace);
    if (!owner) continue;
    if (workspace.opportunities > 0) {
      await bringHistory(owner, index + 1, workspace.opportunities);
      await bringOwnSales(owner);
      await takeValuesFromLines(owner);
      await bringCategories(owner);
      await bringTexts(owner);
      await bringRoles(owner);
      await bringSignIns(owner, workspace);
      await bringActivities(owner, index + 1, workspace.opportunities);
      await bringViews(owner);
      await bringComments(owner, index + 1);
      if (index === 0) await bringProjects(owner);
      if (index === 0) await bringTasks(owner, index + 1);
      if (index === 0) await bringOwnTasks(owner);
      if (index === 0) await bringFiles(owner);
      // Last of all: what is made up before belongs to colleagues.
      if (workspace.guest) await bringGuest(owner, await joinDemo(owner, workspace.guest));
      // Replaces the key of a deleted workspace with that name.
      keys.set(workspace.slug, await makeKey(owner));
    }
    await bringUsage(owner, index + 1, workspace);
    await bringVisits(workspace, keys.get(workspace.slug)?.key ?? null);
  }
  for (const person of demoStaff) await makeStaff(person);
  await bringPlatform();
  const seeded: SeedFile = {
    password: demoPassword,
    members: demoWorkspaces.flatMap((workspace) =>
      peopleOf(workspace).map(({ email, role }) => ({ email, workspace: workspace.slug, role })),
    ),
    apiKeys: [...keys.values()],
    staff: demoStaff.map(({ email }) => ({ email, totpSecret: demoTotpSecret })),
  };
  await writeState(seedFile, JSON.stringify(seeded, null, 2));
} finally {
  await closeConnections();
}
