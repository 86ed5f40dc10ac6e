import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

interface DatamodelField {
  name: string;
  dbName?: string | null;
  kind: string;
  type: string;
  isList: boolean;
  relationName?: string;
  /** The key columns of a relation, on the side that has them. */
  relationFromFields?: readonly string[];
}
export interface DatamodelModel {
  name: string;
  dbName: string;
  fields: DatamodelField[];
  uniqueFields: string[][];
  primaryKey: { fields: string[] } | null;
}

/** The models of prisma/, by Prisma's own parser. The generated client does not carry them. */
export function datamodel(): DatamodelModel[] {
  const { get_dmmf } = createRequire(import.meta.url)("@prisma/prisma-schema-wasm") as {
    get_dmmf(params: string): string;
  };
  const files = readdirSync("prisma", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".prisma"))
    .map((path) => [join("prisma", path), readFileSync(join("prisma", path), "utf8")]);
  const { datamodel } = JSON.parse(get_dmmf(JSON.stringify({ prismaSchema: files }))) as {
    datamodel: { models: DatamodelModel[] };
  };
  return datamodel.models;
}
