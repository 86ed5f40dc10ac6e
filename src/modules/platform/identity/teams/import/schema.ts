import { z } from "zod";
import { rowReader } from "@/lib/import-rows";
import { email, shortText } from "@/lib/zod";

/** A row of a sales team file: a person, the team and its manager. Manager and team are names. */
const memberImportRow = z
  .object({ name: shortText, email, manager: shortText, team: shortText })
  .partial()
  .required({ name: true })
  // A person named only by an address is found by it.
  .transform((row) => ({ ...row, email: row.email ?? email.safeParse(row.name).data }));
export type MemberImportRow = z.output<typeof memberImportRow>;
export const readMemberRow = rowReader(memberImportRow);
