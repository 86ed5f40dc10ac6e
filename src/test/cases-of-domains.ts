import type { AllowedCase } from "./allowed-case";
import { billingCases } from "./billing-cases";
import { budgetCases } from "./budget-cases";
import { bulkRunCases } from "./bulk-run-cases";
import { commentCases } from "./comment-cases";
import { connectionCases, syncCases } from "./connection-cases";
import { endingCases } from "./ending-cases";
import { exportCases } from "./export-cases";
import { fileCases } from "./file-cases";
import { invitationCases } from "./invitation-cases";
import { keyCases } from "./key-cases";
import { mappingCases } from "./mapping-cases";
import { onboardingCases } from "./onboarding-cases";
import { realtimeCases } from "./realtime-cases";
import { seriesCases } from "./series-cases";
import { declaredCases } from "./setting-cases";
import { viewCases } from "./view-cases";

/** The cases in which operations of single domains are allowed; each domain has a file of its own. */
export const casesOfDomains: Record<string, AllowedCase> = {
  ...billingCases,
  ...budgetCases,
  ...bulkRunCases,
  ...commentCases,
  ...connectionCases,
  ...syncCases,
  ...endingCases,
  ...exportCases,
  ...fileCases,
  ...invitationCases,
  ...keyCases,
  ...mappingCases,
  ...onboardingCases,
  ...realtimeCases,
  ...seriesCases,
  ...declaredCases,
  ...viewCases,
};
