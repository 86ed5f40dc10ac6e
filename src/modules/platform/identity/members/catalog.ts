import { defineCatalog, timelineLines } from "@/lib/catalog";
import { type Role, roles } from "@/lib/role-rows";
import { memberEvents } from "./events";

export const roleLabels: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  manager: "Manager",
  member: "Member",
  viewer: "Viewer",
  guest: "Guest",
};

const roleOptions = roles.map((value) => ({ value, label: roleLabels[value] }));

const teamWords: readonly string[] = [
  ...["member", "user", "employee", "staff", "agent", "rep", "role", "team", "manager", "supervisor", "office"],
  ...["team lead", "reports to", "department", "division"],
];

export const memberCatalog = defineCatalog({
  entity: "member",
  path: "members",
  label: { one: "member", many: "members" },
  alsoCalled: ["user", "employee"],
  recognisedBy: teamWords,
  columns: {
    name: {
      label: "Name",
      kind: "text",
      required: true,
      synonyms: ["full name", "sales agent", "agent", "rep", "sales rep", "employee", "user"],
    },
    recordId: { label: "Record id", kind: "text", synonyms: ["id", "user id", "owner id", "member id", "employee id"] },
    email: { label: "E-mail address", kind: "email", synonyms: ["e-mail", "mail", "mail address", "email address"] },
    manager: {
      label: "Manager",
      kind: "reference",
      to: "member",
      synonyms: ["reports to", "supervisor", "team lead", "manager name"],
    },
    team: {
      label: "Team",
      kind: "text",
      synonyms: ["office", "regional office", "department", "region", "group", "division", "main team", "primary team"],
    },
    role: { label: "Role", kind: "enum", options: roleOptions, importable: false },
  },
  naturalKeys: [["email"], ["name"]],
  after: [],
  timeline: timelineLines(memberEvents, {
    created: { verb: "added", icon: "create" },
    updated: { verb: "changed", icon: "edit" },
    invited: { verb: "invited", icon: "person" },
    invitationHeld: { verb: "queued the invitation of", icon: "person" },
    invitationReleased: { verb: "sent the queued invitation of", icon: "person" },
    invitationRevoked: { verb: "revoked the invitation of", icon: "person" },
    joined: { verb: "joined", icon: "person" },
    roleChanged: { verb: "changed the role of", icon: "edit" },
    grantChanged: { verb: "changed the permissions of", icon: "edit", needs: "member:manage" },
    pictureChanged: { verb: "changed the picture of", icon: "edit" },
    pictureRemoved: { verb: "removed the picture of", icon: "edit" },
    removed: { verb: "removed", icon: "archive" },
    imported: { verb: "imported", icon: "import" },
    importReverted: { verb: "reverted the import of", icon: "import" },
  }),
});
