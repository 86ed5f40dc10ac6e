import type { ImportDetail, ImportStatus, ImportSummary } from "../schema";

export const wizardSteps = [
  { id: "files", label: "Files" },
  { id: "match", label: "Match" },
  { id: "fix", label: "Fix" },
  { id: "preview", label: "Preview" },
  { id: "run", label: "Run" },
] as const;
export type WizardStep = (typeof wizardSteps)[number]["id"];
export const stepIds = wizardSteps.map((step) => step.id);

/** The server works on it by itself; ask again until it has ended. */
export function isAtWork(status: ImportStatus | undefined): boolean {
  return status === "checking" || status === "running" || status === "reverting";
}

/** When an import brought its records in, or was begun; taking it back later does not change that. */
export function timeOf(run: Pick<ImportSummary, "createdAt" | "startedAt" | "finishedAt">): string {
  return run.finishedAt ?? run.startedAt ?? run.createdAt;
}

/** The step that can be shown now: the one that the address names, as far as the import's state allows it. */
export function stepOf(
  detail: Pick<ImportDetail, "status" | "preview"> & { files: readonly unknown[] },
  requested: WizardStep | null,
): WizardStep {
  switch (detail.status) {
    case "checking":
      return "preview";
    case "draft":
      if (detail.files.length === 0 || requested === "files") return "files";
      // A preview stays in view after a change, until it is checked again.
      if (requested === "preview" && detail.preview) return "preview";
      return requested === "match" ? "match" : "fix";
    case "ready":
      return requested === "files" || requested === "match" || requested === "fix" ? requested : "preview";
    default:
      return "run";
  }
}
