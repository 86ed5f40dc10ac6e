import { z } from "zod";
import { id, memberReference } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

/** The most members of one field. */
export const maxMembers = 50;

/** The ids in a parsed cell. */
export const idsIn = (cell: string): string[] => [...new Set(cell.split(";"))];

const tooMany = `Choose at most ${maxMembers} members.`;

export const membersRules: KindRules<"members"> = {
  output: () => z.array(memberReference),
  input(field) {
    const ids = z
      .array(id)
      .overwrite((given) => [...new Set(given)])
      .max(maxMembers, tooMany);
    return field.required ? ids.min(1, "Choose at least one member.") : ids;
  },
  columns: (name, field) => ({
    [name]: { ...catalogColumn(field, "reference"), to: "member", several: true },
  }),
  row: (name) => ({ [name]: z.string().refine((cell) => idsIn(cell).length <= maxMembers, tooMany) }),
};
