import { readFileSync } from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { groupBy } from "../../src/lib/group-by.ts";

/** Tests that take long although their files are short. */
const LONG = ["hub/sync/loops.", "hub/sync/kills.", "hub/sync/origins.", "data/changes/trial.", "imports/large-files."];

/** Whether a test takes longer than the size of its file says: one that runs another file in full does too. */
export function isLong(path: string, text: string): boolean {
  return LONG.some((name) => path.includes(name)) || (text.length < 500 && /^import "\.\/.*\.test";$/m.test(text));
}

/** Vitest begins with large files. A long test at the end would leave the other worker idle for minutes. */
export default class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const projects = groupBy(await super.sort(files), ({ project }) => project.name);
    return [...projects.values()].flatMap((some) => {
      const long = new Set(some.filter(({ moduleId }) => isLong(moduleId, readFileSync(moduleId, "utf8"))));
      return [...long, ...some.filter((one) => !long.has(one))];
    });
  }
}
