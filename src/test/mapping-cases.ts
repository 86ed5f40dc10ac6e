import type { Db } from "@/server/db/tenant-db";
import { type AllowedCase, myImport } from "./allowed-case";

interface Given {
  memberId: string;
  marker: string;
}

/** A saved mapping of the workspace, with a decision about a value, in the rows of a full workspace. */
export async function makeMapping(db: Db, { memberId, marker }: Given): Promise<string> {
  const columns = [{ header: "name", field: "name" }];
  const choices = { industry: { [marker]: { do: "replace", text: marker } } };
  const data = { name: marker, nameKey: marker, entity: "account", columns, options: {}, choices };
  return (await db.importMapping.create({ data: { ...data, createdById: memberId }, select: { id: true } })).id;
}

export const mappingCases: Record<string, AllowedCase> = {
  saveImportMapping: { arrange: myImport() },
  applyImportMapping: { arrange: myImport() },
};
