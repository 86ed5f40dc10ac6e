import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { RunOptions } from "axe-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Rules whose findings are never serious; the first one looks at every element. */
const milder = [
  "region",
  "aria-allowed-role",
  "empty-heading",
  "empty-table-header",
  "heading-order",
  "landmark-banner-is-top-level",
  "landmark-complementary-is-top-level",
  "landmark-contentinfo-is-top-level",
  "landmark-main-is-top-level",
  "landmark-no-duplicate-banner",
  "landmark-no-duplicate-contentinfo",
  "landmark-no-duplicate-main",
  "landmark-one-main",
  "landmark-unique",
  "page-has-heading-one",
  "presentation-role-conflict",
  "skip-link",
];

/**
 * The serious findings of axe on the current page. Loaded into a document once: its source is half a megabyte, and
 * @axe-core/playwright, which sends twice as much twice per check, took most of the time.
 */
export async function serious(page: Page, rules?: string[]): Promise<string[]> {
  if (page.frames().length > 1) throw new Error("The page has a frame, into which this does not look.");
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  const options: RunOptions = {
    resultTypes: ["violations"],
    // WCAG 2.2 AA and 2.5.3 (label in name), which axe leaves out unless it is asked.
    rules: {
      "target-size": { enabled: true },
      "label-content-name-mismatch": { enabled: true },
      ...Object.fromEntries(milder.map((rule) => [rule, { enabled: false }])),
    },
    // No enabled rule that can be serious reads style sheets or media.
    preload: false,
    ...(rules && { runOnly: { type: "rule", values: rules } }),
  };
  return await page.evaluate(async (asked) => {
    const axe: typeof import("axe-core") = Reflect.get(window, "axe");
    const { violations } = await axe.run(document, asked);
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
  }, options);
}
