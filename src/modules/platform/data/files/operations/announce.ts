import "server-only";
import type { NounEntity } from "@/lib/nouns/all";
import { commentEvents, nounEvents } from "@/lib/nouns/events";
import { memberEvents } from "@/modules/platform/identity/members/events";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { emit } from "@/server/events";
import type { FilePurpose } from "../rules";
import type { FileTarget } from "../schema";

/** The acts on a file as the events of its record name them, and as those of a record with its comment do. */
const onComments = {
  fileAdded: "commentFileAdded",
  fileVersionAdded: "commentFileVersionAdded",
  fileVersionRestored: "commentFileVersionRestored",
  fileRenamed: "commentFileRenamed",
  fileRemoved: "commentFileRemoved",
  fileRestored: "commentFileRestored",
} as const;
type FileAct = keyof typeof onComments;

const ofPictures: Readonly<Partial<Record<FileAct, "pictureChanged" | "pictureRemoved">>> = {
  fileAdded: "pictureChanged",
  fileRemoved: "pictureRemoved",
  fileRestored: "pictureChanged",
};

interface Changed extends FileTarget {
  purpose: FilePurpose;
}

interface Facts {
  fileId: string;
  name: string;
  /** Of the version. */
  number?: number;
}

/** Emits the event of a changed file: it is one of its record, and for a file of a comment one of the comment's record. */
export async function announce(ctx: Ctx, { entity, recordId, purpose }: Changed, act: FileAct, data: Facts) {
  if (entity === "comment") return await onComment(ctx, recordId, act, data.fileId);
  const picture = purpose === "picture" ? ofPictures[act] : undefined;
  const events = entity === "member" ? memberEvents : nounEvents(entity);
  if (picture) emit(ctx, events[picture], { id: recordId, data: {} });
  else if (entity === "member") ctx.outcome.unchanged = true;
  else emit(ctx, nounEvents(entity)[act], { id: recordId, data: { number: 1, ...data } });
}

async function onComment(ctx: Ctx, commentId: string, act: FileAct, fileId: string): Promise<void> {
  const comment = await ctx.db.comment.findFirst({
    where: { id: commentId },
    select: { entity: true, recordId: true },
  });
  if (!comment) throw notFound("comment");
  const event = commentEvents(comment.entity as NounEntity)[onComments[act]];
  emit(ctx, event, { id: comment.recordId, data: { commentId, fileId } });
}
