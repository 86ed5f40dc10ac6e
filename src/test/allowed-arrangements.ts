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

/** The contact has no part in an opportunity. */
export const unlinked: Arrange = async (db, ids) => {
  await db.opportunityContact.deleteMany({ where: { contactId: ids.contact ?? "" } });
  return undefined;
};
