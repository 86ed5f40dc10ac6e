import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { nouns, settings } from "@/lib/nouns/all";

/** A part of the app that a deep run can be limited to: a module, a folder of one, or a folder of a room of the platform. */
export type Area = {
  name: string;
  /** The folders with its tests, relative to the root, each with a slash at its end. */
  folders: string[];
  /** Found in the names of its tests elsewhere, such as `src/test/noun-imports.db.test.ts`. */
  named: RegExp;
  /** Found in the titles of generic tests of its nouns; undefined for an area without nouns. */
  nouns: RegExp | undefined;
  /** The folders of a module are areas too. */
  isModule: boolean;
};

const MODULES = "src/modules";
const PLATFORM = "platform";

/** All areas, by name. `root` is the folder of the tree. */
export function areas(root = "."): Area[] {
  const modules = foldersIn(root, MODULES).filter((name) => name !== PLATFORM);
  const rooms = foldersIn(root, MODULES, PLATFORM);
  return [
    ...modules.map((name) => areaOf(root, name, join(MODULES, name), join("e2e", name))),
    ...modules.flatMap((module) =>
      foldersIn(root, MODULES, module).map((name) =>
        areaOf(root, name, join(MODULES, module, name), join("e2e", module, name)),
      ),
    ),
    ...rooms.flatMap((room) =>
      foldersIn(root, MODULES, PLATFORM, room).map((name) =>
        areaOf(root, name, join(MODULES, PLATFORM, room, name), join("e2e", PLATFORM, name)),
      ),
    ),
  ].sort((a, b) => a.name.localeCompare(b.name));
}

function areaOf(root: string, name: string, ...folders: string[]): Area {
  const heads = Object.entries({ ...settings, ...nouns });
  const own = heads.filter(([, { module, path }]) => module === name || path === name);
  const words = own.flatMap(([key, { path, table }]) => [key, path, table].map(anyCase));
  const names = [name, ...own.map(([, { path }]) => path)];
  return {
    name,
    folders: folders.filter((folder) => existsSync(join(root, folder))).map((folder) => `${folder}/`),
    named: new RegExp(`\\b(${names.join("|")})\\b`),
    isModule: existsSync(join(root, MODULES, name)),
    nouns: words.length > 0 ? new RegExp([...new Set(words)].join("|")) : undefined,
  };
}

/** Finds `costCenter`, `CostCenter`, `cost-center`, `cost_center` and `cost center` by any of these spellings. */
function anyCase(name: string): string {
  const words = name.split(/[-_]|(?=[A-Z])/).map((word) => word.toLowerCase());
  return words.map((word) => `[${word[0]}${word[0]?.toUpperCase()}]${word.slice(1)}`).join("[-_ ]?");
}

function foldersIn(...path: string[]): string[] {
  const entries = readdirSync(join(...path), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
