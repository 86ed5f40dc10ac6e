import { rooms } from "@/lib/modules";

/** The place of a file in `src/modules`: `src/modules/crm/accounts/components/account-form.tsx`. */
export type ModulePlace = {
  /** Unit of licence: `crm`. */
  module: string;
  /** Only in the platform, whose nouns lie in rooms: `identity`. */
  room: string | undefined;
  /** One noun: `accounts`; nothing for files of the module itself. */
  domain: string | undefined;
  /** The rest: `components/account-form.tsx`; below sub-nouns their own vocabulary: `stages/schema.ts`. */
  rest: string;
};

/** The place of a path below `src/modules`, or undefined for another path. */
export function modulePlace(path: string): ModulePlace | undefined {
  const [, module, below] = /^src\/modules\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (module === undefined || below === undefined) return undefined;
  const [first = "", ...others] = below.split("/");
  const room = module === "platform" && Object.hasOwn(rooms, first) && others.length > 0 ? first : undefined;
  const [, domain, rest = ""] = /^(?:([^/]+)\/)?(.+)$/.exec(room ? others.join("/") : below) ?? [];
  return { module, room, domain, rest };
}

/** Tests, and code that only they use, may import everything. */
export function isTest(path: string): boolean {
  return path.startsWith("src/test/") || /\.(test|spec)\.tsx?$/.test(path);
}
