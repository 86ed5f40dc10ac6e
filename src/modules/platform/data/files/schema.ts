import { z } from "zod";
import { nounEntities } from "@/lib/nouns/all";
import { id, instant, integer, memberReference, version } from "@/lib/zod";
import { cleanName, fileKinds, filePurposes, maxFileBytes, maxNameLength, partCount } from "./rules";

const entity = z.enum([...nounEntities, "member", "comment"], "There are no such records.");
const recordId = id;
/** The record whose files are meant. */
export const fileTarget = z.object({ entity, recordId });
export type FileTarget = z.output<typeof fileTarget>;

const name = z
  .string()
  .transform(cleanName)
  .pipe(
    z
      .string()
      .min(1, "Give the file a name.")
      .max(maxNameLength, `The name of a file has at most ${maxNameLength} characters.`),
  );
const number = z.int().min(1).max(partCount(maxFileBytes));

/** A file as its reader gets it. */
export const storedFile = z
  .object({
    id,
    entity: z.string(),
    recordId: id,
    purpose: z.enum(filePurposes),
    name: z.string(),
    /** The size, type, checksum and time of the current version. */
    size: z.int(),
    contentType: z.string(),
    kind: z.enum(fileKinds),
    sha256: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    /** The number of the current version, and how many there are. */
    number: z.int(),
    versions: z.int(),
    by: memberReference.nullable(),
    at: instant,
    addedAt: instant,
    /** It can be restored for a day. */
    removed: z.boolean(),
    mayEdit: z.boolean(),
    /** Whether you may delete and restore it. */
    mayDelete: z.boolean(),
    version,
    /** Addresses within the app. The last two are null for files that can only be downloaded. */
    download: z.string(),
    preview: z.string().nullable(),
    thumbnail: z.string().nullable(),
  })
  .meta({ id: "File" });
export type StoredFile = z.output<typeof storedFile>;

export const fileVersion = z
  .object({
    number: z.int(),
    current: z.boolean(),
    size: z.int(),
    contentType: z.string(),
    kind: z.enum(fileKinds),
    sha256: z.string(),
    by: memberReference.nullable(),
    at: instant,
    download: z.string(),
    preview: z.string().nullable(),
    thumbnail: z.string().nullable(),
  })
  .meta({ id: "FileVersion" });
export type FileVersion = z.output<typeof fileVersion>;

/** A file on its way: its parts can be sent in any order, and again. */
export const fileUpload = z
  .object({
    id,
    entity: z.string(),
    recordId: id,
    purpose: z.enum(filePurposes),
    fileId: id.nullable(),
    name: z.string(),
    size: z.int(),
    partBytes: z.int(),
    parts: z.int(),
    /** The numbers of the parts that storage has. */
    sent: z.array(z.int()),
    expiresAt: instant,
  })
  .meta({ id: "FileUpload" });
export type FileUpload = z.output<typeof fileUpload>;

export const listFilesInput = z.object({
  entity,
  recordId,
  cursor: id.optional(),
  limit: z.int().min(1).max(100).optional(),
});
export const filePage = z.object({
  rows: z.array(storedFile),
  nextCursor: id.nullable(),
  total: z.int(),
  /** Whether the reader may upload to the record. */
  mayEdit: z.boolean(),
});
export const fileInput = z.object({ id });
export const fileVersionInput = z.object({ id, version });
export const renameFileInput = z.object({ id, version, name });
export const restoreVersionInput = z.object({ id, version, number: integer.min(1) });
export const fileVersions = z.object({ rows: z.array(fileVersion) });

export const beginUploadInput = z.object({
  entity,
  recordId,
  purpose: z.enum(filePurposes).default("attachment"),
  name,
  size: z
    .int()
    .min(1, "This file is empty. Choose another one.")
    .max(maxFileBytes, "Files can have at most 2 GB. Choose a smaller one."),
  /** The file of which it becomes a new version. Without it, a name that the record has already is a CONFLICT. */
  fileId: id.optional(),
  /** Allows a second file of the same name. */
  keepBoth: z.boolean().default(false),
});
export const uploadInput = z.object({ id });
export const listUploadsInput = z.object({ entity: entity.optional(), recordId: recordId.optional() });
export const fileUploads = z.object({ rows: z.array(fileUpload) });

export const uploadPartsInput = z.object({ id, numbers: z.array(number).min(1).max(20) });
export const uploadParts = z.object({
  rows: z.array(
    z.object({
      number: z.int(),
      size: z.int(),
      /** Where the bytes of the part go, by PUT. */
      address: z.string(),
      /** Storage takes it itself: report the header `etag` of its response by `sent`. */
      report: z.boolean(),
    }),
  ),
});
export const sentPartInput = z.object({ id, number, tag: z.string().min(1).max(200) });

export const picturesInput = z.object({ entity, ids: z.array(id).min(1).max(200) });
export const pictures = z.object({
  rows: z.array(z.object({ recordId: id, fileId: id, version, address: z.string() })),
});
/** The bytes that files use, and those that the plan has; null without a limit. */
export const fileUsage = z.object({ usedBytes: z.int(), mostBytes: z.int().nullable() });
/** A part that goes through the app. */
export const partInput = z.object({
  id,
  number,
  /** The length that the sender states; null for one who states none. */
  size: z.int().nullable().default(null),
  /** The bytes, as an async iterable of Uint8Array. */
  content: z.unknown().optional(),
});

/** The bytes of a file, for the routes of the app. */
export const openFileInput = z.object({
  id,
  /** Null for the current version. */
  number: z.int().min(1).nullable().default(null),
  as: z.enum(["download", "preview", "thumbnail"]),
});
export const openedFile = z.object({ key: z.string(), name: z.string(), contentType: z.string(), size: z.int() });
