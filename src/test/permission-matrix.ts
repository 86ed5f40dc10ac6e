import type { ColleagueRole, Reach } from "@/lib/role-rows";
import { nounImports } from "@/registry/noun-imports";
import { declaredNouns } from "@/registry/nouns";
import type { Visibility } from "@/server/context";
import { namedOperations } from "@/server/nouns/named";
import { type CrudOperation, operationsIn } from "@/server/nouns/noun-runtime";
import { commentLines } from "./comment-cases";
import { connectionLines } from "./connection-cases";
import { fileLines } from "./file-cases";
import { keyLines } from "./key-cases";
import { projectLines } from "./project-cases";
import { managedLines, taskLines } from "./task-cases";

// Typed by hand from the product's matrix and its decisions on visibility; independent of the code's own table.
// Guests have a matrix of their own (`guest-cases.ts`).
export const roles = ["owner", "admin", "manager", "member", "viewer"] as const;
export type Answer = "done" | "FORBIDDEN" | "NOT_FOUND";

const row = (...given: [Reach, Reach, Reach, Reach, Reach]) =>
  Object.fromEntries(roles.map((role, place) => [role, given[place]])) as Record<ColleagueRole, Reach>;

/** How far each line of the matrix reaches. */
export const allowed = {
  view: row("any", "any", "any", "any", "any"),
  create: row("any", "any", "any", "any", "none"),
  edit: row("any", "any", "team", "own", "none"),
  /** Like edit, and a viewer who manages a record edits it. */
  manage: row("any", "any", "team", "own", "own"),
  delete: row("any", "any", "none", "none", "none"),
  administer: row("any", "any", "none", "none", "none"),
  import: row("any", "any", "team", "none", "none"),
  own: row("any", "none", "none", "none", "none"),
  /** Everybody changes own views; owners and admins those of others that they see. */
  views: row("any", "any", "own", "own", "own"),
  /** Everybody but viewers changes own comments, and nobody those of others. */
  comments: row("own", "own", "own", "own", "none"),
  seeUse: row("any", "any", "any", "none", "none"),
  budget: row("any", "any", "team", "none", "none"),
} as const;

type Owner = "self" | "below" | "stranger" | "nobody";
const everything: Owner[] = ["self", "below", "stranger", "nobody"];

/**
 * The records that a role sees: owner and admin all; a manager own, own teams and all below; a member own and own
 * teams, not below; a viewer like a member, and nothing under "own". Everyone sees records without an owner.
 */
export const sees: Record<Visibility, Record<ColleagueRole, Owner[]>> = {
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

/** The lowest role with each reach, and the highest that is refused: wherever a right ends, one of them shows it. */
export function boundaryOf(line: Line): ColleagueRole[] {
  const reaches = allowed[line];
  const refused = roles.find((role) => reaches[role] === "none");
  return roles.filter((role, place) => {
    const below = roles[place + 1];
    return reaches[role] === "none" ? role === refused : below === undefined || reaches[below] !== reaches[role];
  });
}

const reading = {
  list: "view",
  groups: "view",
  totals: "view",
  get: "view",
  pick: "view",
  stays: "view",
  family: "view",
} as const;

const deleting = {
  checkDelete: "delete",
  delete: "delete",
  checkAnonymize: "delete",
  anonymize: "delete",
  exportPersonal: "delete",
} as const;

/** The lines of the operations of every noun, for records with owners and for lists that admins maintain. */
const linesOf: Record<"records" | "managed", Record<CrudOperation, Line>> = {
  records: {
    ...reading,
    create: "create",
    upsert: "create",
    update: "edit",
    archive: "edit",
    restore: "edit",
    move: "edit",
    merge: "edit",
    bulk: "edit",
    editRows: "edit",
    ...deleting,
  },
  managed: {
    ...reading,
    create: "administer",
    upsert: "administer",
    update: "administer",
    archive: "administer",
    restore: "administer",
    move: "administer",
    merge: "administer",
    bulk: "administer",
    editRows: "administer",
    ...deleting,
  },
};
const declared = Object.values(declaredNouns).flatMap(({ noun: { entity, head }, ...operations }) => {
  const lines = { ...linesOf[head.owned ? "records" : "managed"], ...managedLines(entity) };
  const known = operationsIn(operations).map((operation) => [operation, lines[operation]]);
  const steps = Object.keys(operations.transitions).map((verb) => [verb, lines.update]);
  const transitions = Object.fromEntries(steps) as Record<string, Line>;
  return Object.entries(namedOperations(entity, head.path, { ...Object.fromEntries(known), transitions }));
});

/** Managers import owned records, new products and their categories; admins import the other nouns. */
const broughtByManagers = ["product", "productCategory"];
const importing = nounImports.flatMap(({ runtime: { noun }, operations }) => {
  const line: Line = noun.head.owned || broughtByManagers.includes(noun.entity) ? "import" : "administer";
  return Object.keys(operations).map((name) => [name, line]);
});

/** The line of the matrix for each operation. */
export const byOperation: Record<string, Line> = {
  ...(Object.fromEntries([...declared, ...importing]) as Record<string, Line>),
  getDomainUse: "view",
  logActivities: "create",
  getSignInLink: "view",
  listPipelines: "view",
  getPipeline: "view",
  listStageHistory: "view",
  listOpportunityLines: "view",
  listOpportunityContacts: "view",
  listContactOpportunities: "view",
  listFollowUps: "view",
  countFollowUps: "view",
  getFollowUpSettings: "view",
  setFollowUpSettings: "administer",
  getRetention: "view",
  setRetention: "administer",
  countExpired: "administer",
  getActivityRepeat: "view",
  getActivityCalendar: "view",
  getBoard: "view",
  getBoardColumn: "view",
  getPipelineTotals: "view",
  getAccountTotals: "view",
  countOwned: "view",
  countOwnedBy: "administer",
  listTimeline: "view",
  search: "view",
  getTile: "view",
  listToday: "view",
  countToday: "view",
  snoozeItem: "create", // An edit of one's own item: whoever may create something has items.
  checkMentions: "view",
  labelMentions: "view",
  suggestMentions: "view",
  listChanges: "view",
  listRecordChanges: "view",
  listChangesOfNoun: "view",
  listFeed: "view",
  authorizeChannel: "view",
  newestEvent: "view",
  viewPage: "view",
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
  getDigestTime: "view",
  setDigestTime: "view",
  getWorkingHours: "view",
  setWorkingHours: "view",
  listCalendars: "view",
  createCalendar: "administer",
  updateCalendar: "administer",
  deleteCalendar: "administer",
  addCalendarDays: "administer",
  updateCalendarDay: "administer",
  removeCalendarDays: "administer",
  addHolidays: "administer",
  listHolidayPlaces: "administer",
  getFollow: "view",
  setFollow: "view",
  authenticateSocket: "view",
  moveOpportunity: "edit",
  undoMove: "edit",
  setActivityRepeat: "edit",
  updateActivitySeries: "edit",
  archiveActivitySeries: "edit",
  addOpportunityLine: "edit",
  updateOpportunityLine: "edit",
  moveOpportunityLine: "edit",
  removeOpportunityLine: "edit",
  ...projectLines,
  ...taskLines,
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
  getOnboarding: "view",
  closeChecklist: "view",
  addSampleData: "administer",
  removeSampleData: "administer",
  listJoinDomains: "administer",
  askJoinDomain: "administer",
  confirmJoinDomain: "administer",
  removeJoinDomain: "administer",
  getWorkspace: "view",
  updateWorkspace: "administer",
  setVisibility: "administer",
  requireFactor: "administer",
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
  listViews: "view",
  getView: "view",
  createView: "views",
  updateView: "views",
  moveView: "views",
  deleteView: "views",
  restoreView: "views",
  setDefaultView: "views",
  ...commentLines,
  ...fileLines,
  previewBulkChange: "create",
  startBulkRun: "create",
  getBulkRun: "view",
  listBulkRuns: "view",
  listBulkProblems: "view",
  cancelBulkRun: "view",
  undoBulkRun: "view",
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
  dropPendingChange: "own",
  updateBillingDetails: "own",
  ...connectionLines,
  getSupportAccess: "administer",
  setSupportAccess: "administer",
  listSupportSessions: "administer",
  decideSupport: "administer",
  endSupport: "administer",
  supportTranscript: "administer",
  ...keyLines,
  previewRecordExport: "import",
  askRecordExport: "import",
  listRecordExports: "import",
  getRecordExport: "import",
  cancelRecordExport: "import",
  downloadRecordExport: "import",
  copyRecords: "import",
  listImportMappings: "import",
  saveImportMapping: "import",
  applyImportMapping: "import",
  renameImportMapping: "import",
  deleteImportMapping: "import",
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
  listExports: "own",
  askExport: "own",
  downloadExport: "own",
  openDownload: "own",
  getDeletion: "own",
  askDeletion: "own",
  undoDeletion: "own",
  transferOwnership: "own",
  getUsageTable: "seeUse",
  listUsageEvents: "seeUse",
  exportUsage: "seeUse",
  listAudit: "administer",
  countAuditLines: "administer",
  getAuditEntry: "administer",
  listAuditNames: "administer",
  exportAudit: "administer",
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
