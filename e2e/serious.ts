import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { RunOptions } from "axe-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

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
    rules: { "target-size": { enabled: true }, "label-content-name-mismatch": { enabled: true } },
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
