import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { roles } from "@/lib/role-rows";
import { roleLabels } from "../catalog";

/** The fields of members by which records are filtered that point to them: "owner's team". */
export const memberFilterFields = defineFields({
  teams: field.reference({ label: "Team", to: "team" }),
  role: field.choice({ label: "Role", options: roles.map((value) => ({ value, label: roleLabels[value] })) }),
  name: field.text({ label: "Name" }),
  email: field.email({ label: "E-mail address" }),
});
