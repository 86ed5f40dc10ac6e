/** The place of a file in `src/modules`: `src/modules/crm/accounts/components/account-form.tsx`. */
export type ModulePlace = {
  /** Unit of licence: `crm`. */
  module: string;
  /** One noun: `accounts`; nothing for files of the module itself. */
  domain: string | undefined;
  /** The rest: `components/account-form.tsx`; below sub-nouns their own vocabulary: `stages/schema.ts`. */
  rest: string;
};

/** The place of a path below `src/modules`, or undefined for another path. */
export function modulePlace(path: string): ModulePlace | undefined {
  const [, module, domain, rest] = /^src\/modules\/([^/]+)\/(?:([^/]+)\/)?(.+)$/.exec(path) ?? [];
  if (module === undefined || rest === undefined) return undefined;
  return { module, domain, rest };
}

/** Tests, and code that only they use, may import everything. */
export function isTest(path: string): boolean {
  return path.startsWith("src/test/") || /\.(test|spec)\.tsx?$/.test(path);
}
