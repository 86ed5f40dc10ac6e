import { randomUUID } from "node:crypto";
import { newId } from "@/server/new-id";
import { type Arrange, named, soon } from "./allowed-case";

/** A second open stage of the pipeline. */
export const withStage: Arrange = async (db, ids) => {
  const { id } = await db.stage.create({
    data: { ...named("Second"), pipelineId: ids.pipeline ?? "", type: "open", probability: 20, color: 2, position: 1 },
  });
  const rest = await db.stage.findMany({ where: { pipelineId: ids.pipeline ?? "", type: { not: "open" } } });
  return { otherStage: id, closedStages: rest.map((stage) => stage.id).join() };
};

/** A second product line of the opportunity. */
export const withLine: Arrange = async (db, ids) => {
  const { opportunity: opportunityId = "", product: productId = "" } = ids;
  await db.opportunityLine.create({ data: { opportunityId, productId, quantity: 1, unitPriceMinor: 1n, position: 2 } });
  return undefined;
};

/** The task is done, or open, in a workflow with a status of each kind. */
export const withEnds =
  (done: boolean): Arrange =>
  async (db, { task: id = "" }) => {
    const statusOf = async (category: string) =>
      (await db.taskStatus.create({ data: { ...named(randomUUID()), category }, select: { id: true } })).id;
    const [open, closed] = [await statusOf("todo"), await statusOf("done")];
    const { id: workflowId } = await db.workflow.create({ data: named(randomUUID()), select: { id: true } });
    await db.workflowStep.createMany({
      data: [open, closed].map((statusId, position) => ({ workflowId, statusId, position })),
    });
    const task = await db.task.findFirstOrThrow({ where: { id }, select: { projectId: true } });
    await db.project.updateMany({ where: { id: task.projectId }, data: { workflowId } });
    const state = done ? { statusId: closed, completedAt: new Date() } : { statusId: open, completedAt: null };
    await db.task.updateMany({ where: { id }, data: { ...state, parentId: null } });
    return undefined;
  };

/** A second item on the checklist of the project. */
export const withItem: Arrange = async (db, ids) => {
  await db.projectItem.create({ data: { projectId: ids.project ?? "", text: "Second", position: 2 } });
  return undefined;
};

/** A separate pipeline with two open stages, for an act of several transactions. */
export const withOwnPipeline: Arrange = async (db) => {
  const { id: pipelineId } = await db.pipeline.create({ data: { ...named(randomUUID()), position: 92 } });
  const [first, second] = [newId(), newId()];
  for (const [position, id] of [first, second].entries()) {
    const data = { ...named(`Open ${position}`), id, pipelineId, type: "open", probability: 10, color: 1, position };
    await db.stage.create({ data });
  }
  return { own: pipelineId, first, second };
};

/** A separate open invitation, of a person who was not invited before. */
export const withInvitation: Arrange = async (db, _ids, ctx) => {
  const email = `${randomUUID()}@test.example`;
  const member = await db.member.create({ data: { ...named(email), role: "member", status: "placeholder" } });
  const { id } = await db.invitation.create({
    data: {
      memberId: member.id,
      email,
      emailKey: email,
      role: "member",
      tokenHash: randomUUID(),
      invitedById: ctx.member?.id ?? "",
      expiresAt: new Date(soon()),
    },
  });
  return { open: id };
};

export const withLossReason: Arrange = async (db, ids) => {
  const { id } = await db.lossReason.create({
    data: { ...named("Second"), pipelineId: ids.pipeline ?? "", position: 1 },
  });
  return { otherLossReason: id };
};

export const withPipeline: Arrange = async (db) => {
  const { id } = await db.pipeline.create({ data: { ...named(randomUUID()), position: 91 } });
  return { otherPipeline: id };
};

/** No task is in the project. */
export const withoutTask: Arrange = async (db, ids) => {
  await db.task.updateMany({ where: { parent: { projectId: ids.project ?? "" } }, data: { parentId: null } });
  await db.task.deleteMany({ where: { projectId: ids.project ?? "" } });
  return undefined;
};

/** A second status of the workflow. */
export const withStep: Arrange = async (db, { workflow: workflowId = "", taskStatus: statusId = "" }) => {
  await db.workflowStep.create({ data: { workflowId, statusId, position: 2 } });
  return undefined;
};

/** A second item on the checklist of the task. */
export const withTaskItem: Arrange = async (db, { task: taskId = "" }) => {
  await db.taskItem.create({ data: { taskId, text: "Second", position: 2 } });
  return undefined;
};

/** Another status in the workflow of the task's project. */
export const withOtherStatus: Arrange = async (db, { task = "" }) => {
  const { project } = await db.task.findFirstOrThrow({
    where: { id: task },
    select: { project: { select: { workflowId: true } } },
  });
  const { id } = await db.taskStatus.create({ data: { ...named(randomUUID()), category: "doing" } });
  await db.task.updateMany({ where: { id: task }, data: { parentId: null } });
  await db.workflowStep.create({ data: { workflowId: project.workflowId ?? "", statusId: id, position: 3 } });
  // Without transitions a workflow allows every move.
  await db.workflowTransition.deleteMany({ where: { workflowId: project.workflowId ?? "" } });
  return { otherStatus: id };
};

/** An item of the task's checklist that is not ticked off. */
export const withOpenItem: Arrange = async (db, { task: taskId = "" }) => {
  const { id } = await db.taskItem.create({ data: { taskId, text: "Open", position: 3 } });
  return { openItem: id };
};

/** The contact has no part in an opportunity. */
export const unlinked: Arrange = async (db, ids) => {
  await db.opportunityContact.deleteMany({ where: { contactId: ids.contact ?? "" } });
  return undefined;
};
