import {
  File,
  FileArchive,
  FileAudio,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  type LucideIcon,
} from "lucide-react";
import type { FileKind } from "../rules";

const signs: Readonly<Record<FileKind, LucideIcon>> = {
  picture: FileImage,
  pdf: FileText,
  text: FileText,
  audio: FileAudio,
  video: FileVideo,
  other: File,
};

const sheets = /spreadsheet|ms-excel|csv/;
const archives = /zip|x-tar|gzip|7z|rar/;

/** The icon of a file by its content. */
export function fileSignOf({ kind, contentType }: { kind: FileKind; contentType: string }): LucideIcon {
  if (sheets.test(contentType)) return FileSpreadsheet;
  if (archives.test(contentType)) return FileArchive;
  return signs[kind];
}
