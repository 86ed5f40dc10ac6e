import { z } from "zod";
import { defineEvents, type EventDefinition, noData } from "@/lib/events";
import type { Fields } from "@/lib/fields/field";
import { statesIn } from "@/lib/fields/states";
import { elsewhereChoices, mentionRequest } from "./person-schema";
import { createdEventData } from "./similar-schema";

/** The events of transitions, by their names: the values before and after. */
export const stepEvents = (entity: string, fields: Fields): Readonly<Record<string, EventDefinition>> => {
  const names = statesIn(fields).flatMap(([, { states }]) => Object.values(states).map(({ event }) => event));
  return defineEvents(entity, Object.fromEntries(names.map((name) => [name, step])), { batched: names });
};

/** Whether the act wrote a formatted text: its author then follows the record. */
const wrote = { wrote: z.literal(true).optional() };

/** A file of the record, by its name then. */
const file = z.object({ fileId: z.uuid(), name: z.string() });

const step = z.object({ from: z.string(), to: z.string(), ...wrote });

/** The events of records of every noun. */
export const nounEvents = <const E extends string>(entity: E) =>
  defineEvents(
    entity,
    {
      /** Also the similar records that were shown before it was saved. */
      created: z.object({ ...createdEventData, ...wrote }),
      updated: z.object(wrote),
      /** The series of a record that repeats may have ended with it. */
      archived: z.object({ endedSeries: z.literal(true).optional() }),
      restored: noData,
      deleted: z.object({ name: z.string() }),
      imported: z.object({ created: z.boolean() }),
      /** A revert took the import's change back; `deleted` when the import had made the record. */
      importReverted: z.object({ deleted: z.boolean() }),
      /** A custom field got another kind, or a tag went into another: its values moved along. */
      valuesMoved: noData,
      /** Members whom a formatted text of the record, or a comment on it, mentions for the first time. */
      mentioned: z.object({ memberIds: z.array(z.uuid()), commentId: z.uuid().optional() }),
      fileAdded: file,
      /** A new version, which has this number; or an older one that is the current one again. */
      fileVersionAdded: file.extend({ number: z.int() }),
      fileVersionRestored: file.extend({ number: z.int() }),
      fileRenamed: file,
      fileRemoved: file,
      fileRestored: file,
      pictureChanged: noData,
      pictureRemoved: noData,
      /** A person was anonymised; the texts by which they are found elsewhere, until they are erased there too. */
      erasureRequested: z.object({
        known: z.array(z.string()),
        /** The records of the person in connected services are deleted too. */
        elsewhere: z.enum(elsewhereChoices).optional(),
        /** The patterns by which other texts are searched, and what was chosen for those. */
        mentions: mentionRequest,
      }),
      /** Its texts about a person were erased with that person. */
      textsErased: noData,
      /** Somebody exported what is held on a person. */
      personalDataExported: noData,
    },
    {
      batched: ["updated", "archived", "restored", "textsErased"],
      quiet: ["imported", "importReverted", "valuesMoved"],
    },
  );

const ofComment = z.object({ commentId: z.uuid() });
const commentFile = ofComment.extend({ fileId: z.uuid() });

/**
 * The events of comments on records of a noun: each is an event of the record, so that its visibility holds for them. They
 * never have the text, nor names of files. All begin with the same word, by which open screens know them (`comments.ts`).
 */
export const commentEvents = <const E extends string>(entity: E) =>
  defineEvents(entity, {
    /** A comment, or with a thread a reply. */
    commented: z.object({ commentId: z.uuid(), threadId: z.uuid().nullable(), ...wrote }),
    commentEdited: ofComment,
    commentDeleted: ofComment,
    commentReacted: ofComment,
    commentResolved: ofComment,
    commentReopened: ofComment,
    commentFileAdded: commentFile,
    commentFileVersionAdded: commentFile,
    commentFileVersionRestored: commentFile,
    commentFileRenamed: commentFile,
    commentFileRemoved: commentFile,
    commentFileRestored: commentFile,
  });
