import type { SourceFile, SourceTree } from "./source-tree";

const DATABASE_TEST = /\.db\.test\.tsx?$/;
const TAGGED = /@module-tag once\b/;
const NO_RETRIES = /^\s*test\.describe\.configure\(\{ retries: 0 \}\);$/m;

/** Where database tests of tenancy, permission, plans and billing are, and the names that they have elsewhere. */
const GUARDS = [
  /^src\/test\/(tenancy|support)\//,
  /^src\/modules\/platform\/commerce\//,
  /^src\/server\/(db|usage)\//,
  /\/(access|ended-access|ended-rights|guests|hidden-[a-z]+|identity-apart|isolation|joining|limits)\.(deep\.)?db\.test/,
  /\/(list-attacks|module-[a-z]+|permissions|races|rights|same-work|scopes|seats|seen|walls)\.(deep\.)?db\.test/,
];

/** Browser tests of the same, and those that pay. */
const GUARDED_JOURNEYS = /^e2e\/(platform\/((billing|plans|support)\/.+|shell)|pmo\/(guests|module)|doors)\.spec/;

/** Tests that guard tenants, rights and money, or look for races, say that they are never tried again. */
export function triedAgain(tree: SourceTree): string[] {
  return [...tree.files.values()].flatMap((file) => {
    if (GUARDED_JOURNEYS.test(file.path) && !NO_RETRIES.test(file.code))
      return [`${file.path}: is tried again; it needs test.describe.configure({ retries: 0 })`];
    if (isTriedOnce(file, tree) && !isTagged(file))
      return [`${file.path}: is tried again; it needs the comment // @module-tag once`];
    return [];
  });
}

function isTriedOnce(file: SourceFile, tree: SourceTree): boolean {
  if (!DATABASE_TEST.test(file.path)) return false;
  if (GUARDS.some((guard) => guard.test(file.path)) || /deadlock|40P01/.test(file.code)) return true;
  return file.imports.some(({ target = "" }) => {
    const imported = tree.files.get(target);
    return target === "src/test/at-once.ts" || (imported && DATABASE_TEST.test(target) && isTriedOnce(imported, tree));
  });
}

function isTagged({ comments }: SourceFile): boolean {
  return comments.some(({ text }) => TAGGED.test(text));
}
