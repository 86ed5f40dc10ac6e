import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startNode } from "@/local/child";
import { commit, copyToBuild, takeOut } from "../trees/copy";
import { node } from "./migration";

let folder: string;
beforeAll(() => {
  folder = copyWithSoldNoun();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy to build with one module more, which is sold as Projects is: its only noun is the site visit. */
function copyWithSoldNoun(): string {
  const folder = copyToBuild({ isWhole: true });
  // The command asks git for unsaved work; a build takes the nearest repository for the whole project.
  commit(folder);
  node(folder, "--import", "tsx", "scripts/new-noun.ts", "crm/site-visits", "name:text! owner:member");
  rmSync(join(folder, ".git"), { recursive: true });
  const declared = "\n} as const satisfies";
  const fixture = '\n  fixture: { label: "Fixture", on: ["crm"], licence: "pmo" },';
  takeOut({ file: "src/lib/modules.ts", take: declared, put: fixture + declared }, folder);
  const heads = "src/lib/nouns/crm.ts";
  const [head = ""] = /siteVisit: \{\s+module: "crm"/.exec(readFileSync(join(folder, heads), "utf8")) ?? [];
  takeOut({ file: heads, take: head, put: head.replace('"crm"', '"fixture"') }, folder);
  // Minifying and source maps take half of a build, and this one is read by nobody.
  const images = "  images: { unoptimized: true },\n";
  const quick = "turbopackMinify: false, turbopackSourceMaps: false, turbopackInputSourceMaps: false";
  takeOut({ file: "next.config.mjs", take: images, put: `${images}  experimental: { ${quick} },\n` }, folder);
  takeOut({ file: "playwright.config.ts", take: '  testIgnore: "**/*.copy.spec.ts",\n', put: "" }, folder);
  return folder;
}

const journey = "e2e/platform/selling.copy.spec.ts";

it("a noun of a module that is sold is bought, used and switched off in a browser", { timeout: 480_000 }, async () => {
  const args = ["--import", "tsx", "scripts/test.ts", "--only", "build,browser", journey];
  const { code, output } = await startNode(args, { env: { NO_COLOR: "1" }, show: false, cwd: folder }).ended;
  expect(code === 0 ? "" : output).toBe("");
});
