import { randomUUID } from "node:crypto";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { makeComment } from "./comment-cases";
import type { TestMember, TestWorkspace } from "./ctx";
import { makeFiles } from "./file-cases";
import { fillWorkspace } from "./full-workspace";
import { makeParts, makeRecord } from "./noun-rows";
import type { Ids } from "./sample-input";

// Typed by hand from the specification: what a guest may call at all. Everything else answers FORBIDDEN.

const ofShared = (one: string, many: string) => [
  ...[`list${many}`, `group${many}`, `total${many}`, `get${one}`, `pick${many}`],
];
/** The queries that are open to guests. */
export const guestReads: readonly string[] = [
  ...ofShared("Project", "Projects"),
  ...ofShared("Task", "Tasks"),
  ...["listStaysOfProject", "getFamilyOfTask", "listProjectMilestones", "listProjectItems", "listTaskChecklist"],
  ...["getProjectCompletion", "listTaskRollups", "listTaskMoves", "countTaskParts", "listProjectProgress"],
  ...["listComments", "countComments", "getCommentThread", "listReplies"],
  ...["listFiles", "getFile", "listFileVersions", "listPictures", "openFile", "listUploads", "getUploadParts"],
  ...["search", "checkMentions", "labelMentions", "suggestMentions"],
  ...["getWorkspace", "authorizeChannel", "authenticateSocket", "newestEvent"],
  ...["listNotifications", "countNotifications", "getNotificationPreferences", "getNotificationHours", "getFollow"],
];

/** The changes that are open to guests: of their own settings, comments, files of those, and tasks that are assigned to them. */
export const guestWrites: readonly string[] = [
  ...["moveTask", "tickTask"],
  ...["createComment", "replyToComment", "editComment", "deleteComment", "reactToComment"],
  ...["resolveThread", "reopenThread"],
  ...["beginUpload", "abortUpload", "reportPart", "sendPart", "completeUpload"],
  ...["renameFile", "removeFile", "restoreFile", "restoreFileVersion"],
  ...["markNotifications", "snoozeNotifications", "markAllNotifications", "setNotificationPreference"],
  ...["setNotificationHours", "setFollow"],
];

/** The estimate and the duration of the shared task, which guests do not read. */
export const hiddenMinutes = 777;

export interface GuestSite {
  guest: TestMember;
  ctx: Ctx;
  owner: Ctx;
  manager: TestMember;
  /** The rows of what is shared, by entity. */
  shared: Ids;
  /** The rows of everything else, and their members. */
  hidden: Ids;
  /** In every text of a row that is not shared. */
  marker: string;
}

/**
 * A workspace with a row in every table, none of them shared; and a project that is shared with a guest, with a task, parts,
 * comments and files of both. The shared records point to hidden ones in every way.
 */
export async function guestSite(
  workspace: TestWorkspace,
  lets: { comment: boolean; complete: boolean },
): Promise<GuestSite> {
  const [boss, manager] = [await workspace.join("owner"), await workspace.join("manager")];
  const guest = await workspace.join("guest");
  const owner = await workspace.as(boss);
  const { ids, marker } = await fillWorkspace(owner);
  const { db } = workspace.system;
  const own = { marker: `shared ${randomUUID()}`, memberId: guest.id };
  const taskStatus = await makeRecord(owner, declaredNouns.taskStatus, { ...own, ids });
  const workflow = await makeRecord(owner, declaredNouns.workflow, { ...own, ids });
  await db.workflowStep.create({ data: { workflowId: workflow, statusId: taskStatus, position: 0 } });
  const project = await makeRecord(
    owner,
    declaredNouns.project,
    { ...own, ids },
    {
      ...{ ownerId: manager.id, members: [guest.id], workflowId: workflow },
      ...{ commenters: lets.comment ? [guest.id] : null, completers: lets.complete ? [guest.id] : null },
    },
  );
  const known = { ...ids, project, taskStatus };
  const task = await makeRecord(
    owner,
    declaredNouns.task,
    { ...own, ids: known },
    {
      ...{ parentId: null, others: null, estimate: hiddenMinutes, duration: hiddenMinutes },
    },
  );
  const parts = await makeParts(owner, { ...own, ids: { project, task } });
  await tellOf(owner, guest.id, { ...ids, ...known, task, member: manager.id });
  // A task of another project, and one that nobody shared: the assignment alone shows nothing.
  await db.task.updateMany({ where: { id: ids.task ?? "" }, data: { ownerId: guest.id } });
  await db.recordLink.createMany({
    data: [
      ...[{ fromEntity: "project", fromId: project, field: "opportunities", toId: ids.opportunity ?? "" }].map(
        (one) => ({
          ...{ ...one, toEntity: "opportunity", position: 0 },
        }),
      ),
      {
        fromEntity: "activity",
        fromId: ids.activity ?? "",
        field: "about",
        toEntity: "project",
        toId: project,
        position: 3,
      },
    ],
  });
  const comment = await makeComment(db, { memberId: guest.id, account: project, marker: own.marker });
  await db.comment.updateMany({ where: { recordId: project }, data: { entity: "project" } });
  const files = await makeFiles(db, { memberId: guest.id, account: comment, marker: own.marker });
  await db.file.updateMany({ where: { recordId: comment }, data: { entity: "comment" } });
  await db.fileUpload.updateMany({ where: { recordId: comment }, data: { entity: "comment" } });
  return {
    ...{ guest, manager, owner, marker },
    ctx: await workspace.as(guest),
    shared: { ...parts, ...files, project, task, taskStatus, comment, record: project },
    hidden: { ...ids, boss: boss.id },
  };
}

/** As when records were given to a guest before the share ended: notifications and follows are still there. */
async function tellOf({ db }: Ctx, memberId: string, ids: Ids): Promise<void> {
  for (const entity of ["account", "project", "task"]) {
    const recordId = ids[entity] ?? "";
    const at = new Date();
    const notified = {
      entity,
      recordId,
      eventId: ids.event ?? "",
      groupKey: `${entity}:${recordId}`,
      at,
      shownFrom: at,
    };
    await db.notification.create({
      data: { ...notified, memberId, type: `${entity}Assigned`, actorId: ids.member ?? null },
    });
    await db.recordFollow.create({ data: { memberId, entity, recordId, state: "following" } });
  }
}
