import { ChangedRecords } from "../changes/components/changed-records";
import { MergedRows } from "../changes/components/merged-rows";
import type { FileTotals, ImportFile } from "../schema";

interface Results {
  importId: string;
  files: readonly ImportFile[];
  totals: readonly FileTotals[];
}

/** The changed records and the merged rows of each file that has any. */
export function FileResults({ importId, files, totals }: Results) {
  return files.map((file) => {
    const objects = totals.find((one) => one.fileId === file.id)?.objects ?? [];
    const main = objects.find((one) => one.entity === file.entity);
    return (
      <div key={file.id}>
        {main && main.updated > 0 ? <ChangedRecords importId={importId} file={file} /> : null}
        {main && main.merged > 0 ? <MergedRows importId={importId} file={file} /> : null}
      </div>
    );
  });
}
