import type { Reach, Role } from "@/lib/role-rows";
import { nounImports } from "@/registry/noun-imports";
import { declaredNouns } from "@/registry/nouns";
import type { Visibility } from "@/server/context";
import { type CrudOperation, operationsIn } from "@/server/nouns/made";
import { namedOperations } from "@/server/nouns/named";

// Typed by hand from the product's matrix and its decisions on visibility; independent of the code's own table.
export const roles = ["owner", "admin", "manager", "member", "viewer"] as const;
export type Answer = "done" | "FORBIDDEN" | "NOT_FOUND";

const row = (owner: Reach, admin: Reach, manager: Reach, member: Reach, viewer: Reach): Record<Role, Reach> => ({
  owner,
  admin,
  manager,
  member,
  viewer,
});

/** How far each line of the matrix reaches. */
export const allowed = {
  view: row("any", "any", "any", "any", "any"),
  create: row("any", "any", "any", "any", "none"),
  edit: row("any", "any", "team", "own", "none"),
  delete: row("any", "any", "none", "none", "none"),
  administer: row("any", "any", "none", "none", "none"),
  import: row("any", "any", "team", "none", "none"),
  own: row("any", "none", "none", "none", "none"),
  seeUse: row("any", "any", "any", "none", "none"),
  budget: row("any", "any", "team", "none", "none"),
} as const;

type Owner = "self" | "below" | "stranger" | "nobody";
const everything: Owner[] = ["self", "below", "stranger", "nobody"];

/**
 * The records that a role sees: owner and admin all; a manager own, own teams and all below; a member own and own
 * teams, not below; a viewer like a member, and nothing under "own". Everyone sees records without an owner.
 */
export const sees: Record<Visibility, Record<Role, Owner[]>> = {
  everyone: { owner: everything, admin: everything, manager: everything, member: everything, viewer: everything },
  team: {
    owner: everything,
    admin: everything,
    manager: ["self", "below", "nobody"],
    member: ["self", "nobody"],
    viewer: ["self", "nobody"],
  },
  own: {
    owner: everything,
    admin: everything,
    manager: ["self", "below", "nobody"],
    member: ["self", "nobody"],
    viewer: [],
  },
};

type Line = keyof typeof allowed;
const reading = { list: "view", groups: "view", get: "view", pick: "view" } as const;

/** The lines of the operations of every noun, for records with owners and for lists that admins maintain. */
const linesOf: Record<"records" | "managed", Record<CrudOperation, Line>> = {
  records: {
    ...reading,
    create: "create",
    update: "edit",
    archive: "edit",
    restore: "edit",
    bulk: "edit",
    delete: "delete",
  },
  managed: {
    ...reading,
    create: "administer",
    update: "administer",
    archive: "administer",
    restore: "administer",
    bulk: "administer",
    delete: "delete",
  },
};
const declared = Object.values(declaredNouns).flatMap(({ noun: { entity, head }, ...operations }) => {
  const lines = linesOf[head.owned ? "records" : "managed"];
  const known = operationsIn(operations).map((operation) => [operation, lines[operation]]);
  return Object.entries(namedOperations(entity, head.path, Object.fromEntries(known)));
});

/** Managers import owned records and new products; admins import the other nouns. */
const importing = nounImports.flatMap(({ made: { noun }, operations }) => {
  const line: Line = noun.head.owned || noun.entity === "product" ? "import" : "administer";
  return Object.keys(operations).map((name) => [name, line]);
});

/** The line of the matrix for each operation. */
export const byOperation: Record<string, Line> = {
  ...(Object.fromEntries([...declared, ...importing]) as Record<string, Line>),
  getDomainUse: "view",
  getAccountFamily: "view",
  listLifecycle: "view",
  listPipelines: "view",
  getPipeline: "view",
  listStageHistory: "view",
  listOpportunityLines: "view",
  listOpportunityContacts: "view",
  listContactOpportunities: "view",
  getBoard: "view",
  getBoardColumn: "view",
  getPipelineTotals: "view",
  getAccountTotals: "view",
  countOwned: "view",
  listTimeline: "view",
  search: "view",
  listChanges: "view",
  authorizeChannel: "view",
  newestEvent: "view",
  listOnline: "view",
  listNotifications: "view",
  countNotifications: "view",
  markNotifications: "view",
  snoozeNotifications: "view",
  markAllNotifications: "view",
  getNotificationPreferences: "view",
  setNotificationPreference: "view",
  getNotificationHours: "view",
  setNotificationHours: "view",
  getFollow: "view",
  setFollow: "view",
  authenticateSocket: "view",
  moveOpportunity: "edit",
  undoMove: "edit",
  addOpportunityLine: "edit",
  updateOpportunityLine: "edit",
  removeOpportunityLine: "edit",
  addOpportunityContact: "edit",
  updateOpportunityContact: "edit",
  removeOpportunityContact: "edit",
  createPipeline: "administer",
  updatePipeline: "administer",
  archivePipeline: "administer",
  countOpenByStage: "administer",
  restorePipeline: "administer",
  makeDefaultPipeline: "administer",
  reorderPipelines: "administer",
  createStage: "administer",
  updateStage: "administer",
  reorderStages: "administer",
  removeStage: "administer",
  createLossReason: "administer",
  updateLossReason: "administer",
  archiveLossReason: "administer",
  restoreLossReason: "administer",
  reorderLossReasons: "administer",
  getWorkspace: "view",
  updateWorkspace: "administer",
  setVisibility: "administer",
  listMembers: "view",
  getMember: "view",
  pickMembers: "view",
  countMembers: "view",
  createPlaceholder: "administer",
  updateMember: "administer",
  changeRole: "administer",
  removeMember: "administer",
  listGrants: "administer",
  setGrant: "administer",
  listInvitations: "view",
  inviteMembers: "administer",
  resendInvitation: "administer",
  revokeInvitation: "administer",
  listTeams: "view",
  getTeam: "view",
  createTeam: "administer",
  updateTeam: "administer",
  addTeamMembers: "administer",
  removeTeamMembers: "administer",
  deleteTeam: "administer",
  listCustomFields: "view",
  getCustomFieldUsage: "administer",
  createCustomField: "administer",
  updateCustomField: "administer",
  orderCustomFields: "administer",
  archiveCustomField: "administer",
  restoreCustomField: "administer",
  deleteCustomField: "administer",
  undeleteCustomField: "administer",
  previewConversion: "administer",
  convertCustomField: "administer",
  listTags: "view",
  createTag: "create",
  updateTag: "administer",
  archiveTag: "administer",
  restoreTag: "administer",
  mergeTag: "administer",
  getPlan: "view",
  planExcess: "own",
  setModule: "administer",
  tryModule: "administer",
  listSeats: "view",
  chooseSeats: "own",
  getBilling: "administer",
  listInvoices: "administer",
  getInvoicePdf: "administer",
  getBillingDetails: "administer",
  previewChange: "own",
  startCheckout: "own",
  applyChange: "own",
  cancelPlan: "own",
  resumePlan: "own",
  refreshBilling: "own",
  openPortal: "own",
  payInvoice: "own",
  updateBillingDetails: "own",
  listApiKeys: "administer",
  createApiKey: "administer",
  revokeApiKey: "administer",
  createImport: "import",
  listImports: "import",
  getImport: "import",
  listImportableObjects: "import",
  discardImport: "import",
  addImportFile: "import",
  updateImportFile: "import",
  removeImportFile: "import",
  fixImportRow: "import",
  skipImportProblems: "import",
  importFileInfo: "import",
  analyseImport: "import",
  pickImportCandidates: "import",
  listImportProblems: "import",
  listImportValues: "import",
  listImportChanges: "import",
  listKeptRecords: "import",
  previewRevert: "import",
  checkImport: "import",
  startImport: "import",
  cancelImport: "import",
  revertImport: "import",
  retryImport: "import",
  listKeptColumns: "import",
  bringInColumns: "import",
  suggestImportField: "import",
  makeImportOptions: "import",
  listJobs: "administer",
  cancelJob: "administer",
  retryJob: "administer",
  getOutbox: "administer",
  replayParked: "administer",
  getUsage: "seeUse",
  getUsageByDay: "seeUse",
  getUsageTable: "seeUse",
  listUsageEvents: "seeUse",
  exportUsage: "seeUse",
  listUsageAlerts: "seeUse",
  listBudgets: "seeUse",
  createBudget: "budget",
  updateBudget: "budget",
  archiveBudget: "budget",
  restoreBudget: "budget",
  listNotificationMails: "administer",
  retryNotificationMail: "administer",
  upsertMembers: "administer",
  revertMembers: "administer",
  revertTeams: "administer",
  revertTeamPlaces: "administer",
  makeStages: "administer",
  removeEmptyStages: "administer",
  revertStages: "administer",
};
