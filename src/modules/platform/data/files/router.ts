import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { abortUpload, beginUpload, listUploads } from "./operations/begin";
import { removeFile, renameFile, restoreFile, restoreFileVersion } from "./operations/change";
import { completeUpload } from "./operations/complete";
import { getFile, getFileUsage, listFiles, listFileVersions, listPictures } from "./operations/list";
import { getUploadParts, reportPart } from "./operations/parts";

export const filesRouter = router({
  list: query(listFiles),
  get: query(getFile),
  versions: query(listFileVersions),
  pictures: query(listPictures),
  usage: query(getFileUsage),
  uploads: query(listUploads),
  begin: mutation(beginUpload),
  parts: query(getUploadParts),
  sent: mutation(reportPart),
  complete: mutation(completeUpload),
  abort: mutation(abortUpload),
  rename: mutation(renameFile),
  remove: mutation(removeFile),
  restore: mutation(restoreFile),
  restoreVersion: mutation(restoreFileVersion),
});
