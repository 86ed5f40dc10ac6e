import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { startNode } from "@/local/child";
import { copyToBuild, takeOut } from "./trees/copy";

const journey = "e2e/platform/module.copy.spec.ts";
/** Routes that the journey does not open, so that the copy is built in half of the time. */
const unopened = [
  "(staff)",
  "(onboarding)",
  ...["docs", "exports", "imports", "openapi.json", "pictures", "v1"].map((route) => `api/${route}`),
  ...["email", "forgot", "invitation", "reset", "sign-up", "unsubscribe", "verify"].map((route) => `(auth)/${route}`),
  ...["accounts", "inbox", "opportunities", "[noun]/board"].map((route) => `(app)/[workspace]/${route}`),
  ...["api-keys", "audit", "billing", "ending", "fields", "imports", "jobs", "mail-log", "members", "pipelines"]
    .concat(["notifications", "profile", "support", "tags", "teams", "usage"])
    .map((route) => `(app)/[workspace]/settings/${route}`),
];

let folder: string;
beforeAll(() => {
  folder = copyToBuild();
  for (const route of unopened) rmSync(join(folder, "src/app", route), { recursive: true });
  const declared = "\n} as const satisfies Record<string, Module>";
  const fixture = '\n  fixture: { label: "Fixture", on: ["crm"], licence: "pmo" },';
  takeOut({ file: "src/lib/modules.ts", take: declared, put: fixture + declared }, folder);
  const head = '  product: {\n    module: "';
  takeOut({ file: "src/lib/nouns/crm.ts", take: `${head}crm"`, put: `${head}fixture"` }, folder);
  // Minifying and source maps take half of a build, and nobody reads this one.
  const images = "  images: { unoptimized: true },\n";
  const quick = "turbopackMinify: false, turbopackSourceMaps: false, turbopackInputSourceMaps: false";
  takeOut({ file: "next.config.mjs", take: images, put: `${images}  experimental: { ${quick} },\n` }, folder);
  takeOut({ file: "playwright.config.ts", take: '  testIgnore: "**/*.copy.spec.ts",\n', put: "" }, folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// The product has no module beside the core yet, so products count as Projects in this copy.
it("a module that is sold is tried, bought, used and switched off and on in a browser", async () => {
  const args = ["--import", "tsx", "scripts/test.ts", "--only", "build,browser", journey];
  const child = startNode(args, { env: { NO_COLOR: "1" }, show: false, cwd: folder });
  onTestFinished(() => child.stop());
  const { code, output } = await child.ended;
  expect(code === 0 ? "" : output).toBe("");
});
