import { globSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";

/**
 * The exports of the files of all domains, by name, to compare a hand-written list with; the pattern is a glob below
 * `src/modules`.
 */
export async function exportedBy(pattern: string): Promise<[name: string, value: unknown][]> {
  const files = globSync(`src/modules/${pattern}`).filter((file) => !file.includes(".test."));
  expect(files.length).toBeGreaterThan(2);
  const modules = await Promise.all(files.map((file) => import(join(process.cwd(), file))));
  return modules.flatMap((module) => Object.entries(module));
}
