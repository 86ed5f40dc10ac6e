import "server-only";
import { query, router } from "@/server/trpc";
import { exportAudit } from "./operations/export";
import { countAuditLines, getAuditEntry, listAudit, listAuditNames } from "./operations/list";

export const auditRouter = router({
  list: query(listAudit),
  counts: query(countAuditLines),
  get: query(getAuditEntry),
  names: query(listAuditNames),
  export: query(exportAudit),
});
