/** The largest file, in bytes: 2 GB. */
export const maxFileBytes = 2_000_000_000;
/** The largest picture of a record or member, in bytes. */
export const maxPictureBytes = 10_000_000;
/** The most files of one comment, with those that are on their way. */
export const maxFilesOfComment = 20;
/** Every part but the last has this many bytes. */
export const partBytes = 8 * 1024 * 1024;
/** The bytes that a GB of the plan has. */
export const gigabyte = 1_000_000_000;
export const maxNameLength = 255;
/** The parts that are sent at once. */
export const partsAtOnce = 3;

/** A file that belongs to a record, or the picture that stands for a record or member. */
export const filePurposes = ["attachment", "picture"] as const;
export type FilePurpose = (typeof filePurposes)[number];

/** How a file is shown; `other` can only be downloaded. */
export const fileKinds = ["picture", "pdf", "text", "audio", "video", "other"] as const;
export type FileKind = (typeof fileKinds)[number];

/**
 * The types that a browser shows without running anything. The list is closed: every other type, such as HTML, SVG and XML, is
 * downloaded only.
 */
const shownTypes: Readonly<Record<string, FileKind>> = {
  "image/png": "picture",
  "image/jpeg": "picture",
  "image/webp": "picture",
  "image/gif": "picture",
  "image/avif": "picture",
  "application/pdf": "pdf",
  "text/plain": "text",
  "audio/mpeg": "audio",
  "audio/mp4": "audio",
  "audio/x-m4a": "audio",
  "audio/ogg": "audio",
  "audio/opus": "audio",
  "audio/wav": "audio",
  "audio/flac": "audio",
  "audio/aac": "audio",
  "audio/webm": "audio",
  "video/mp4": "video",
  "video/webm": "video",
  "video/ogg": "video",
  "video/quicktime": "video",
};

/** How a file of a type is shown. */
export const kindOf = (contentType: string): FileKind =>
  Object.hasOwn(shownTypes, contentType) ? (shownTypes[contentType] as FileKind) : "other";

/** The parts of a file of this size. */
export const partCount = (size: number): number => Math.ceil(size / partBytes);

/** The size of a part, counted from 1; 0 for a part that the file does not have. */
export const partSize = (size: number, number: number): number =>
  Math.max(0, Math.min(partBytes, size - (number - 1) * partBytes));

/** Controls, and marks that turn the direction of writing: `exe.gpj` would read as `jpg.exe`. */
const unseen = /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u200b\ufeff]/gu;

/** A file name as it is stored: the last segment of a path, without invisible marks, and never a hidden file. */
export const cleanName = (name: string): string =>
  (
    name
      .normalize("NFC")
      .replaceAll(unseen, "")
      .split(/[/\\]/)
      .findLast((segment) => segment.trim() !== "") ?? ""
  )
    .trim()
    .replace(/^\.+/, "")
    .replace(/[. ]+$/, "");
