import { accountOperations } from "@/modules/crm/accounts/operations";
import { mentionField } from "@/modules/platform/data/comments/rules";
import type { Ctx } from "@/server/context";

const docOf = (texts: readonly string[]) => ({
  type: "doc",
  content: [{ type: "paragraph", content: texts.map((text) => ({ type: "text", text })) }],
});

/** Comments with former texts: on a person, that mention the person, and that have an address or a number of theirs. */
export async function plantComments(
  { db, member, ...ctx }: Ctx,
  { personId, planted, email }: { personId: string; planted: string; email: string },
): Promise<void> {
  const writer = { writerId: member?.id ?? "" };
  const write = async (entity: string, recordId: string, text: string, pieces = [text]) => {
    const data = { entity, recordId, text, textDoc: docOf(pieces), ...writer };
    const { id: commentId } = await db.comment.create({ data, select: { id: true } });
    const then = { writtenAt: new Date(), replacedAt: new Date() };
    await db.commentEdit.create({ data: { commentId, text, textDoc: docOf(pieces), ...then } });
    const name = `For ${email}.txt`;
    await db.file.create({ data: { entity: "comment", recordId: commentId, name, nameKey: name, bytes: 1n } });
    return commentId;
  };
  await write("contact", personId, `${planted} on the person`);
  const { id: account } = await accountOperations.create({ db, member, ...ctx }, { name: "Comments" });
  const id = await write("account", account, `${planted} mentioned`);
  const mention = { entity: "account", recordId: account, field: mentionField(id) };
  await db.mention.create({ data: { ...mention, toEntity: "contact", toId: personId } });
  await write("account", account, `Please write to ${email} today`);
  // No piece of the document has the whole address.
  await write("account", account, `Write to ${email}`, ["Write to ", ...email.split(/(?=@)/)]);
  await write("account", account, "Call 1 (312) 555-0142, please");
}
