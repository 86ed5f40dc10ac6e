import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nouns } from "@/lib/nouns/all";
import { withApi, withDeclared, withFileRow, withHead, withKeys, withScreen, withShownBy } from "./lists";
import { backRelations, modelFile, withLine } from "./model";
import { fieldsFile, operationsFile, testFile } from "./sources";
import { type NounSpec, nounModules, Refused } from "./spec";

const models = "prisma/models";

/** The whole text of each file that changes or comes with a noun, by its path from the root of the tree. */
export function textsOf(root: string, noun: NounSpec): Map<string, string> {
  const own = ownFiles(root, noun);
  const there = Object.keys(own).find((path) => existsSync(join(root, path)));
  if (there) throw new Refused(`${there} exists already. Choose another path for the noun.`);
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const heads = `src/lib/nouns/${noun.module}.ts`;
  const registry = `src/registry/${noun.module}.ts`;
  const all = nounModules.map((module) => read(`src/lib/nouns/${module}.ts`)).join("");
  const { text: headed, key } = withHead(read(heads), noun, all);
  const texts = new Map([
    [heads, withShownBy(headed, noun)],
    [registry, withDeclared(read(registry), noun)],
    ["src/registry/screens.tsx", withScreen(read("src/registry/screens.tsx"), noun)],
    ["docs/guides/integrators.md", withApi(read("docs/guides/integrators.md"), noun)],
    ["docs/guides/users.md", withFileRow(withKeys(read("docs/guides/users.md"), noun, key), noun)],
    ...Object.entries(own),
  ]);
  for (const { model, line } of backRelations(noun)) {
    const file = model === noun.model ? `${models}/${noun.path}.prisma` : schemaOf(root, model);
    texts.set(file, withLine(texts.get(file) ?? read(file), model, line));
  }
  return texts;
}

/** The files that are the noun's alone: its model and its folder. */
export function ownFiles(root: string, noun: NounSpec): Record<string, string> {
  const folder = `src/modules/${noun.module}/${noun.path}`;
  const headOf = (entity: string) => nouns[entity as keyof typeof nouns];
  const folderOf = (entity: string) => {
    const { module, path } = headOf(entity);
    return module === noun.module ? `../${path}` : `@/modules/${module}/${path}`;
  };
  const byHand = Object.keys(nouns).filter((entity) =>
    existsSync(join(root, `src/modules/${headOf(entity).module}/${headOf(entity).path}/scope.ts`)),
  );
  return {
    [`${models}/${noun.path}.prisma`]: modelFile(noun),
    [`${folder}/fields.ts`]: fieldsFile(noun),
    [`${folder}/operations.ts`]: operationsFile(noun, folderOf, byHand),
    [`${folder}/${noun.path}.db.test.ts`]: testFile(noun),
  };
}

function schemaOf(root: string, model: string): string {
  const files = readdirSync(join(root, models)).map((name) => `${models}/${name}`);
  const file = files.find((path) => readFileSync(join(root, path), "utf8").includes(`model ${model} {`));
  if (!file) throw new Refused(`No file of ${models} holds the model ${model}.`);
  return file;
}
